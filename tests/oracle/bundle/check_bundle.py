#!/usr/bin/env python3
"""A second reader of bundles, written from the guides (`goldpin help formats`, `goldpin help graders`) alone, with nothing
but Python's standard library: checksums, chain, inputs, fingerprint, prompts, the verdicts of the plainer graders and of judges, and counts.

    check_bundle.py BUNDLE...

Prints a line for each thing that is not what the bundle says, and what it checked. Exit: 0 nothing differs, 1 something
does, 2 a bundle cannot be read."""
import hashlib
import json
import os
import sys
from decimal import Decimal, localcontext

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import graders  # noqa: E402
import judges  # noqa: E402
import templates  # noqa: E402


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# --- RFC 8785, as far as these files need it: keys in the order of UTF-16 units, numbers as ECMAScript writes them ---

def number(value):
    if isinstance(value, int):
        return str(value)
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    if 'e' in text:
        digits, exponent = text.split('e')
        exponent = int(exponent)
        if -7 < exponent < 0:
            with localcontext() as c:
                c.prec = 40
                return format(Decimal(text), 'f')
        return '%se%s%d' % (digits[:-2] if digits.endswith('.0') else digits, '+' if exponent > 0 else '', exponent)
    return text


def text(value):
    out = ['"']
    for c in value:
        short = {'"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'}.get(c)
        out.append(short or ('\\u%04x' % ord(c) if ord(c) < 32 else c))
    return ''.join(out) + '"'


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: 'null', True: 'true', False: 'false'}[value]
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Raw):
        return canonical(value.value)
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, list):
        return '[' + ','.join(canonical(v) for v in value) + ']'
    keys = sorted(value, key=lambda k: k.encode('utf-16-be', 'surrogatepass'))
    return '{' + ','.join(text(k) + ':' + canonical(value[k]) for k in keys) + '}'


class Raw:
    """A JSON value that also knows its text, which the fingerprint wants of tool calls."""

    def __init__(self, value, source):
        self.value, self.source = value, source


# --- reading ---

def read(path):
    with open(path, 'rb') as f:
        return f.read()


def load(path):
    return json.loads(read(path))


def source_of(line, key, start):
    """The text of the value behind "key": at or after `start` in a line of JSON, and where it ends."""
    at = line.index('"%s":' % key, start) + len(key) + 3
    _, end = json.JSONDecoder().raw_decode(line, at)
    return line[at:end], end


def place_of(target, name):
    """Place of a composite's member, at any depth: "2" is the second, "2.1" the first of the second; '' where there is none."""
    members = (target.get('composite') or {}).get('members', [])
    for i, m in enumerate(members, 1):
        if m['name'] == name:
            return str(i)
    for i, m in enumerate(members, 1):
        inner = place_of(m, name)
        if inner:
            return '%d.%s' % (i, inner)
    return ''


def place(target, names):
    return '/'.join('0' if n == target['name'] else place_of(target, n) for n in names.split('/')) if names else ''


def placed(target, policy):
    """A policy with the places of members for their names."""
    if isinstance(policy, str):
        return place_of(target, policy) or policy
    if isinstance(policy, list):
        return [placed(target, p) for p in policy]
    if isinstance(policy, dict):
        return {k: v if k in ('if', 'prompts', 'stop', 'on', 'provider') else placed(target, v) for k, v in policy.items()}
    return policy


def outcome(e):
    """A line of evidence, as the fingerprint has it."""
    out = {k: e[k] for k in ('criterion', 'end', 'job', 'status')}
    if e.get('vote') is not None:
        out.update({'answer': e['stdout'] or None, 'judge': e.get('judge'), 'vote': e['vote']})
    return out


class Bundle:
    def __init__(self, folder):
        self.folder = folder
        self.manifest = load(self.path('manifest.json'))
        self.results = load(self.path('results.json'))
        self.stated = load(self.path('chain.json'))
        self.found = []
        self.counts = {'files': 0, 'trials': 0, 'criteria': 0, 'not judged': 0, 'votes': 0, 'prompts': 0, 'not rendered': 0}

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def differs(self, where, what):
        self.found.append('%s/%s: %s' % (self.folder, where, what))

    # --- files ---

    def files(self, below=''):
        for folder, inner, names in os.walk(self.path(below) if below else self.folder):
            if folder == self.folder and 'attestations' in inner:
                inner.remove('attestations')
            for name in names:
                if name != 'SHA256SUMS':
                    yield os.path.relpath(os.path.join(folder, name), self.path(below) if below else self.folder)

    def sums(self):
        listed = {}
        for line in read(self.path('SHA256SUMS')).decode().split('\n'):
            if line:
                listed[line[66:]] = line[:64]
        for name in sorted(set(self.files()) | set(listed)):
            self.counts['files'] += 1
            if name not in listed:
                self.differs(name, 'is not listed')
            elif not os.path.exists(self.path(name)):
                self.differs(name, 'is missing')
            elif sha256(read(self.path(name))) != listed[name]:
                self.differs(name, 'has another digest than SHA256SUMS lists')

    def inputs(self):
        if not os.path.isdir(self.path('inputs')):
            return
        names = sorted(self.files('inputs'), key=lambda n: n.encode())
        lines = ''.join('%s  %s\n' % (sha256(read(self.path('inputs', n))), n) for n in names)
        if sha256(lines.encode()) != self.stated['inputs_sha256']:
            self.differs('inputs', 'is not what chain.json names')

    # --- the chain ---

    def origin(self):
        run, played = self.manifest['run'], self.manifest['run'].get('played') or {}
        return {
            'played_chain': played.get('chain'), 'played_manifest': played.get('manifest_sha256'),
            'repeat': run['repeat'], 'replay_of': run['replay_of'], 'started_epoch': run['started_epoch'],
            'suites': [{'name': s['name'], 'seed': s['seed']} for s in self.manifest['suites']],
            'targets': [{
                'imported': bool(t.get('imported')), 'model': None if t['provider'] == 'local' else t['model'],
                'name': t['name'], 'policy_sha256': (t.get('composite') or {}).get('policy_sha256'),
                'provider': t['provider'], 'weights_sha256': t['weights']['sha256'],
            } for t in self.manifest['targets']],
        }

    def chain(self):
        stated = self.stated
        if sha256(read(self.path('results.json'))) != stated['results_sha256']:
            self.differs('results.json', 'is not what chain.json names')
        if sha256(read(self.path('manifest.json'))) != stated['manifest_sha256']:
            self.differs('manifest.json', 'is not what chain.json names')
        if sha256(read(self.path('topology.xml'))) != stated['topology_sha256']:
            self.differs('topology.xml', 'is not what chain.json names')
        evidence = self.path('evidence.jsonl')
        lines = read(evidence) if os.path.exists(evidence) else b''
        if stated.get('evidence_sha256') != (sha256(lines) if lines else None):
            self.differs('evidence.jsonl', 'is not what chain.json names')
        before = sha256(canonical(self.origin()).encode())
        lines = read(self.path('transcripts.jsonl')).decode().split('\n')[:-1]
        for n, line in enumerate(lines, 1):
            if json.loads(line)['chain'] != before:
                self.differs('transcripts.jsonl:%d' % n, 'does not follow what stands before it')
            before = sha256(line.encode())
        if len(lines) != stated['transcripts'] or before != stated['last']:
            self.differs('transcripts.jsonl:%d' % len(lines), 'is not where chain.json says that it ends')

    # --- fingerprint ---

    def target(self, t):
        asked = {
            'context': t['context'], 'kv': t['kv'] or '',
            'model': None if t['provider'] == 'local' or t.get('composite') else t['model'],
            'provider': t['provider'], 'sampling': t['sampling'],
            'weights_sha256': t['weights']['sha256'] if t['provider'] == 'local' else None,
        }
        for key in ('extra', 'headers', 'reasoning', 'stop_in', 'system', 'other_template'):
            if t.get(key) is not None:
                asked[key] = t[key]
        if t.get('composite'):
            asked['members'] = [self.target(m) for m in t['composite']['members']]
            asked['policy_sha256'] = sha256(canonical(placed(t, t['composite']['policy'])).encode())
        return asked

    def replies(self, t, source, at):
        """As the fingerprint has them, and where the last of their tool calls ends in the line."""
        out = []
        for r in t['replies']:
            calls, at = source_of(source, 'tool_calls', at)
            out.append({'answer': r['answer'], 'finish': r['finish'] or '', 'prompt_tokens': r['prompt_tokens'],
                        'reasoning': r['reasoning'] or '', 'tokens': r['tokens'],
                        'tool_calls': '' if r['tool_calls'] is None else calls})
            if r.get('likelihoods'):
                out[-1]['likelihoods'] = r['likelihoods']
        return out, at

    def answered(self, target, t, source, at):
        replies, at = self.replies(t, source, at)
        line = {'failure': t['failure'], 'logits_sha256': t['logits_sha256'] or '', 'replies': replies,
                'request_digest': t['request_digest'] or ''}
        if target.get('composite'):
            line['rounds'] = []
            line['route'] = [{'by': place(target, d['by']), 'rule': d['rule'], 'to': place(target, d['to'])}
                             for d in t.get('route', [])]
            line['served_by'] = place(target, t.get('served_by') or '')
            for r in t.get('rounds', []):
                inner, at = self.answered(target, r['transcript'], source, at)
                line['rounds'].append(dict(inner, by=place(target, r['by']), member=place(target, r['member']),
                                           role=r['role'], round=r['round'], turn=r['turn']))
        return line, at

    def line(self, trial, t, source):
        line, _ = self.answered(self.targets[t['target']], t, source, 0)
        line.update({
            'case': t['case'], 'case_digest': t['case_digest'], 'repeat': t['repeat'], 'score': trial['score'],
            'seed': t['seed'], 'status': trial['status'], 'suite': t['suite'], 'target': self.asked[t['target']],
        })
        evidence = self.evidence_of(t)
        if evidence:
            line['evidence'] = [outcome(e) for e in evidence]
        return canonical(line) + '\n'

    def transcripts(self):
        """The last line of each trial, by its id."""
        last = {}
        for line in read(self.path('transcripts.jsonl')).decode().split('\n')[:-1]:
            last[json.loads(line)['id']] = line
        return last

    # --- evidence ---

    def read_evidence(self):
        """Of each trial the last line of each criterion and vote; what judges were asked first stands under its digest."""
        self.evidence, self.known = {}, {}
        if os.path.exists(self.path('evidence.jsonl')):
            for line in read(self.path('evidence.jsonl')).decode().split('\n')[:-1]:
                e = json.loads(line)
                first = e['trial'] == 'calibration'
                of = self.known.setdefault(e['criterion'], {}) if first else self.evidence.setdefault(e['trial'], {})
                of[e.get('vote') if first else (e['criterion'], e.get('vote'))] = e

    def task(self, case, answers):
        """What a judge is shown of the case before the answer behind these."""
        return judges.task_of(self.messages(case, {}, {'replies': [{'answer': a} for a in answers]}, len(answers)))

    def known_of(self, g, case):
        """What is known, as (task, answer, passes): the list of the grader, else the case's examples."""
        if 'calibration' in g:
            return [(judges.escaped(k['task']) if 'task' in k else self.task(case, []), k['answer'], k['pass'])
                    for k in g['calibration']]
        out = []
        for good in (True, False):
            for e in case.get('examples', {}).get('pass' if good else 'fail', []):
                answers = e if isinstance(e, list) else [e]
                if not all(isinstance(r, str) for r in answers):
                    raise graders.NotKnown
                turn = self.turn_of(g, case)
                if answers[turn - 1].strip() and (good or self.others_take(g, case, answers)):
                    out.append((self.task(case, answers[:turn - 1]), answers[turn - 1], good))
        return out

    def others_take(self, g, case, answers):
        besides = ('judge', 'code', 'external', 'consistency') + graders.BUDGETS
        scores = [graders.score(o, [{'answer': a, 'finish': None} for a in answers], len(answers)) for o in case['grade'] if o['type'] not in besides]
        if None in scores:
            raise graders.NotKnown
        return all(s >= 1 for s in scores)

    def turn_of(self, g, case):
        return g.get('turn', len(case.get('turns', [])) + 1)

    def calibration(self, g, case):
        """The lines about what is known, in their order, and what is known; none where the judge counts without."""
        known = self.known_of(g, case) if g.get('calibrated', 0.9) > 0 else []
        digest, n = judges.calibration(g, known)
        votes = self.known.get(digest, {})
        return [votes[i] for i in range(1, n + 1) if i in votes], known

    def evidence_of(self, t):
        """In the order of the criteria: what a judge was asked first, its votes; or what a program did."""
        case, out, of = self.all_cases.get((t['suite'], t['case'])), [], self.evidence.get(t['id'], {})
        if case is None:
            if of or self.known:
                raise graders.NotKnown
            return out
        for id_, g in zip(self.ids(case), case['grade']):
            if g['type'] == 'judge' and len(t['replies']) >= self.turn_of(g, case):
                out.extend(self.calibration(g, case)[0])
            out.extend(e for (criterion, vote), e in sorted(of.items(), key=lambda x: x[0][1] or 0) if criterion == id_)
        return out

    def ids(self, case):
        """As they are named where they do not say: TYPE, with a number behind it."""
        return [g.get('id') or '%s-%d' % (g['type'], i + 1) for i, g in enumerate(case['grade'])]

    def fingerprint(self):
        self.targets = {t['name']: t for t in self.manifest['targets']}
        self.asked = {name: self.target(t) for name, t in self.targets.items()}
        lines = self.transcripts()
        whole, of_case, case = hashlib.sha256(), [], None
        for trial in sorted(self.results['trials'], key=lambda r: r['id'].encode()):
            source = lines.get(trial['id'])
            if source is None:
                return self.differs('transcripts.jsonl', 'has no line of ' + trial['id'])
            if (trial['suite'], trial['case']) != case:
                whole.update(b''.join(sorted(of_case)))
                case, of_case = (trial['suite'], trial['case']), []
            t = json.loads(source)
            of_case.append(hashlib.sha256(self.line(trial, t, source).encode()).digest())
        whole.update(b''.join(sorted(of_case)))
        if 'sha256:' + whole.hexdigest() != self.results['fingerprint']:
            self.differs('results.json', 'states another fingerprint than its trials have')

    # --- prompts ---

    def messages(self, case, target, t, turn):
        """What reply `turn` (from 0) was asked with; a list of role and content."""
        out = [{'role': m['role'], 'content': m['content']} for m in case['messages']]
        if any(not isinstance(m['content'], str) for m in out) or any(set(m) - {'role', 'content'} for m in case['messages']):
            raise templates.NotKnown
        if case.get('system') and not any(m['role'] == 'system' for m in out):
            out.insert(0, {'role': 'system', 'content': case['system']})
        if target.get('system') and any(m['role'] == 'system' for m in out):
            raise templates.NotKnown
        for i in range(turn):
            out.append({'role': 'assistant', 'content': t['replies'][i]['answer']})
            out.append({'role': 'user', 'content': case['turns'][i]})
        return out

    def prompt(self, case, target, t, turn):
        template = target['template']
        if t.get('date') or (case.get('tools') and template['tool_use']):
            raise templates.NotKnown
        names = {'messages': self.messages(case, target, t, turn), 'add_generation_prompt': True,
                 'bos_token': template['bos_token'] or '', 'eos_token': template['eos_token'] or ''}
        if case.get('tools'):
            names['tools'] = case['tools']
        return templates.render(template['chat'], dict(names, **(target.get('extra') or {})))

    def prompts(self):
        cases, targets = self.all_cases, {t['name']: t for t in self.manifest['targets']}
        for trial, line in self.transcripts().items():
            t = json.loads(line)
            for turn, reply in enumerate(t['replies']):
                if not reply.get('prompt_sha256'):
                    continue
                case, target = cases.get((t['suite'], t['case'])), targets[t['target']]
                try:
                    if case is None or 'messages' not in case or not target.get('template'):
                        raise templates.NotKnown
                    if sha256(self.prompt(case, target, t, turn).encode()) != reply['prompt_sha256']:
                        self.differs('transcripts.jsonl', '%s: reply %d was asked with another prompt' % (trial, turn + 1))
                    self.counts['prompts'] += 1
                except templates.NotKnown:
                    self.counts['not rendered'] += 1

    # --- verdicts ---

    def cases(self):
        out = {}
        for folder, _, names in os.walk(self.path('inputs', 'suites')):
            for name in names:
                if not name.endswith('.json'):
                    continue
                suite = load(os.path.join(folder, name))
                if not isinstance(suite, dict) or 'name' not in suite:
                    continue
                cases = suite.get('cases') or [json.loads(l) for l in
                                               read(os.path.join(folder, suite['cases_file'])).decode().split('\n') if l.strip()]
                defaults = suite.get('defaults', {})
                for c in cases:
                    out[(suite['name'], c['id'])] = dict(defaults, **c) if {'grade', 'system'} & set(defaults) else c
        return out

    def verdicts(self):
        cases, lines = self.all_cases, self.transcripts()
        for trial in self.results['trials']:
            self.counts['trials'] += 1
            case = cases.get((trial['suite'], trial['case']))
            source = lines.get(trial['id'])
            if source is None or trial['status'] not in ('passed', 'failed'):
                continue
            if case is None:
                self.counts['not judged'] += len(trial['criteria'])
            else:
                self.judge(trial, case, json.loads(source))

    def judge(self, trial, case, t):
        scores, weights = 0.0, 0.0
        for criterion, grader in zip(trial['criteria'], [g for g in case['grade'] if g['type'] not in graders.BUDGETS]):
            if grader['type'] == 'judge':
                score = self.votes(trial, criterion, grader, case, t)
            elif grader['type'] == 'code' and grader.get('protocol') != 'tap':
                score = graders.program(self.evidence.get(trial['id'], {}).get((criterion['id'], None)))
            else:
                score = graders.score(grader, t['replies'], len(case.get('turns', [])) + 1)
            if score is None:
                self.counts['not judged'] += 1
            else:
                self.counts['criteria'] += 1
                if abs(score - criterion['score']) > 1e-12:
                    self.differs('results.json', '%s: %s scores %s, stated is %s' %
                                 (trial['id'], criterion['id'], score, criterion['score']))
            if criterion['score'] is not None:
                scores += criterion['weight'] * criterion['score']
                weights += criterion['weight']
        if weights and abs(scores / weights - trial['score']) > 1e-9:
            self.differs('results.json', '%s: its criteria give %s, stated is %s' % (trial['id'], scores / weights, trial['score']))
        passed = weights and scores / weights >= case.get('pass_at', 1) - 1e-12
        if weights and (trial['status'] == 'passed') != passed:
            self.differs('results.json', '%s: its criteria say otherwise than "%s"' % (trial['id'], trial['status']))

    def votes(self, trial, criterion, g, case, t):
        """The score that the votes of a judge give, where it was calibrated; None where that is not known here."""
        answers, turn = [r['answer'] for r in t['replies']], self.turn_of(g, case)
        of = self.evidence.get(trial['id'], {})
        said = [e for (id_, _), e in sorted(of.items(), key=lambda x: x[0][1] or 0) if id_ == criterion['id']]
        try:
            first, known = self.calibration(g, case)
            if known and not judges.calibrated(g, known, [e['stdout'] for e in first]):
                self.differs('results.json', '%s: the judge of %s is not calibrated' % (trial['id'], criterion['id']))
            task = self.task(case, answers[:turn - 1])
        except (graders.NotKnown, templates.NotKnown):
            return None
        for e in said:
            self.counts['votes'] += 1
            if e['job'] != judges.question(g, task, answers[turn - 1], e['vote']):
                self.differs('evidence.jsonl', '%s: vote %d of %s is about another question' % (trial['id'], e['vote'], criterion['id']))
        return judges.judged(g, [e['stdout'] for e in said])

    def counted(self):
        s, trials = self.results['summary'], self.results['trials']
        for status, key in (('passed', 'passed'), ('failed', 'failed'), ('error', 'errors'), ('skipped', 'skipped')):
            n = sum(t['status'] == status for t in trials)
            if n != s[key]:
                self.differs('results.json', 'states %d %s, its trials give %d' % (s[key], key, n))
        graded = [t['score'] for t in trials if t['status'] in ('passed', 'failed')]
        if graded and abs(sum(graded) / len(graded) - s['score_mean']) > 1e-9:
            self.differs('results.json', 'states another mean score than its trials have')
        if graded and abs(sum(t['status'] == 'passed' for t in trials) / len(graded) - s['pass_rate']) > 1e-12:
            self.differs('results.json', 'states another pass rate than its trials have')

    def check(self):
        self.sums()
        self.inputs()
        self.chain()
        self.all_cases = self.cases()
        self.read_evidence()
        try:
            self.fingerprint()
            self.counts['fingerprints'] = 1
        except (graders.NotKnown, templates.NotKnown):
            self.counts['fingerprints left out'] = 1
        self.prompts()
        self.verdicts()
        self.counted()


def main(folders):
    worst = 0
    for folder in folders:
        try:
            b = Bundle(folder)
            b.check()
        except (OSError, ValueError, KeyError, TypeError) as e:
            print('%s: cannot be read: %s: %s' % (folder, type(e).__name__, e))
            worst = max(worst, 2)
            continue
        for line in b.found:
            print(line)
        print('%s: %s; %d differ' % (folder, ', '.join('%d %s' % (n, what) for what, n in b.counts.items()), len(b.found)))
        worst = max(worst, 1 if b.found else 0)
    return worst


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
