"""The plainer graders, and graders of graders over them, by the words of `goldpin help graders`. score() is a number from 0
to 1, or None where a grader, or a parameter of it, is not known here."""
import json
import re
import unicodedata
from decimal import Decimal, InvalidOperation

BUDGETS = ('latency', 'ttft', 'speed', 'cost', 'tokens')
COMMON = {'type', 'id', 'weight', 'turn'}
# Unicode's white space
SPACE = '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'


class NotKnown(Exception):
    pass


def expected(g):
    """Numbers are compared as they are written, which a parsed JSON number no longer knows: only integers do."""
    values = g['expect'] if isinstance(g['expect'], list) else [g['expect']]
    for v in values:
        if isinstance(v, float) or not isinstance(v, (str, int)) or isinstance(v, bool):
            raise NotKnown
    return [str(v) for v in values]


def folded(g, *texts):
    forms = set(g.get('normalize', [])) | ({'case'} if g.get('ignore_case') else set())
    if forms and not all(t.isascii() for t in texts):
        raise NotKnown
    if 'case' in forms:
        texts = [t.lower() for t in texts]
    if 'punctuation' in forms:
        texts = [''.join(c for c in t if not unicodedata.category(c).startswith('P')) for t in texts]
    if 'spaces' in forms:
        texts = [' '.join(t.split()) for t in texts]
    return tuple(texts)


def any_of(test):
    def judge(g, answer):
        if g.get('trim', True):
            answer = answer.strip(SPACE)
        return float(any(test(*folded(g, answer, e)) for e in expected(g)))
    return judge


def contains(g, answer):
    hits = [folded(g, answer, e) for e in expected(g)]
    return sum(e in a for a, e in hits) / len(hits)


def contains_any(g, answer):
    return float(contains(g, answer) > 0)


def contains_all(g, answer):
    return float(contains(g, answer) == 1)


def not_contains(g, answer):
    return float(contains(g, answer) == 0)


PATTERN = re.compile(r"""(?: [^\\\[\](){}?*+] | \\[AbBdDsSwWnt.,:;()\[\]{}*+?^$|\\/"'-] | \[\^?(?:[^\\\]\[]|\\[wdsnt.\]\[\\^-])+\]
                             | \((?:\?[:=!])? | \) | [?*+]\?? | \{\d+(?:,\d*)?\}\?? | \\Z )*""", re.X)


def regex(g, answer):
    """Only patterns that Python and PCRE2 read alike: over ASCII, where classes mean the same with and without Unicode."""
    pattern, flags = g['pattern'], g.get('flags', '')
    if g.get('trim'):
        answer = answer.strip(SPACE)
    if not PATTERN.fullmatch(pattern) or not answer.isascii() or not pattern.isascii() or re.search(r'[\r\x0b\x0c\x1c-\x1f]', answer):
        raise NotKnown
    if set(flags) - set('ims') or len(answer) > 5000:
        raise NotKnown
    how = re.A | sum({'i': re.I, 'm': re.M, 's': re.S}[f] for f in set(flags) | ({'i'} if g.get('ignore_case') else set()))
    try:
        hit = re.search(pattern.replace('\\Z', '(?=\\n?\\Z)'), answer, how)
    except re.error:
        raise NotKnown
    if not hit:
        return 0.0
    if 'expect' not in g:
        return 1.0
    part = (hit.group(1) or '') if hit.re.groups else hit.group(0)
    return float(any(a == e for a, e in (folded(g, part, e) for e in expected(g))))


def case(g, answer):
    letters = [c for c in answer if c.isalpha()]
    if g['form'] not in ('upper', 'lower') or not answer.isascii():
        raise NotKnown
    return float(bool(letters) and all(c.isupper() == (g['form'] == 'upper') for c in letters))


def plain_words(answer):
    """Words as Unicode has them, in a text where there is no question."""
    if not re.fullmatch(r'(?:[A-Za-z \n]|[,;:.!?](?=[\s,;:.!?]|\Z))*', answer):
        raise NotKnown
    return re.findall('[A-Za-z]+', answer)


NUMBER = re.compile(r'(?<![A-Za-z0-9_)\]}.,])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![A-Za-z0-9_])')


def number(g, answer):
    """The last number, in plain decimal writing; whatever could be read in another way is not known here."""
    stripped = re.sub(r'\d[\d,]*(?:\.\d+)?', '', answer)
    if not answer.isascii() or re.search(r'[0-9]', stripped) or re.search(r'\d\.\d+\.|\d,\d{1,2}\b|[0-9][A-Za-z_]|[A-Za-z_][-+]?[0-9]|[)\]}][-+]\d|\.\d+,\d|(?<!\d)\.\d', answer):
        raise NotKnown
    found = NUMBER.findall(answer)
    if not found:
        if re.search(r'\d', answer):
            raise NotKnown
        return 0.0
    pick = {'last': found[-1:], 'first': found[:1], 'all': found}.get(g.get('pick', 'last'))
    if pick is None:
        raise NotKnown
    return float(all(is_right(g, Decimal(text.replace(',', ''))) for text in pick))


def is_right(g, value):
    limits = [Decimal(repr(g[k]) if isinstance(g[k], float) else str(g[k])) if k in g else None
              for k in ('min', 'max')]
    ok = (limits[0] is None or value >= limits[0]) and (limits[1] is None or value <= limits[1])
    if 'expect' in g:
        near = Decimal(str(g.get('tolerance', 0)))
        part = Decimal(str(g.get('relative', 0)))
        values = g['expect'] if isinstance(g['expect'], list) else [g['expect']]
        if not all(isinstance(v, (int, float)) for v in values):
            raise NotKnown
        want = [Decimal(str(v)) for v in values]
        ok = ok and any(abs(value - w) <= near or abs(value - w) <= part * abs(w) for w in want)
    return ok


def count(g, answer):
    unit = g.get('unit', 'words')
    if g.get('trim'):
        answer = answer.strip(SPACE)
    if unit == 'words':
        n = len([w for w in re.split('[%s]+' % SPACE, answer) if w])
    elif unit == 'characters':
        n = len(answer)
    elif unit == 'lines':
        if '\r' in answer:
            raise NotKnown
        n = len((answer[:-1] if answer.endswith('\n') else answer).split('\n')) if answer else 0
    elif unit == 'unicode_words':
        n = len(plain_words(answer))
    elif unit in ('letter', 'word', 'text'):
        answer, text = folded({'ignore_case': g.get('ignore_case')}, answer, g['text'])
        if not answer.isascii() or not text.isascii():
            raise NotKnown
        n = plain_words(answer).count(text) if unit == 'word' else answer.count(text)
    else:
        raise NotKnown
    if 'exact' in g:
        return float(n == g['exact'])
    return float(g.get('min', 0) <= n <= g.get('max', float('inf')))


# --- JSON ---

def no_twice(pairs):
    keys = [k for k, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError('a key stands twice')
    return dict(pairs)


def strict(answer):
    def refuse(word):
        raise ValueError(word)
    value = json.loads(answer.strip(' \t\r\n'), object_pairs_hook=no_twice, parse_constant=refuse,
                       parse_float=Decimal, parse_int=lambda s: Decimal(s))
    return value


def same(x, y):
    if isinstance(x, bool) or isinstance(y, bool) or x is None or y is None:
        return x is y
    if isinstance(x, (int, float, Decimal)) and isinstance(y, (int, float, Decimal)):
        return Decimal(str(x)) == Decimal(str(y))
    if type(x) is not type(y):
        return False
    if isinstance(x, list):
        return len(x) == len(y) and all(same(a, b) for a, b in zip(x, y))
    if isinstance(x, dict):
        return x.keys() == y.keys() and all(same(v, y[k]) for k, v in x.items())
    return x == y


TYPES = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'null': type(None)}
ANNOTATIONS = {'$schema', '$id', 'title', 'description', 'default', 'examples', '$comment', 'format'}


def is_type(v, name):
    if name in ('number', 'integer'):
        return isinstance(v, Decimal) and (name == 'number' or v == v.to_integral_value())
    return isinstance(v, TYPES[name])


def fits(s, v):
    """2020-12, the keywords below."""
    if isinstance(s, bool):
        return s
    known = {'type', 'enum', 'const', 'properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems',
             'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'anyOf', 'allOf', 'not'}
    if not set(s) <= known | ANNOTATIONS or s.get('$schema', '2020-12').find('2020-12') < 0:
        raise NotKnown
    num = isinstance(v, Decimal)
    checks = [
        'type' not in s or any(is_type(v, t) for t in ([s['type']] if isinstance(s['type'], str) else s['type'])),
        'enum' not in s or any(same(v, e) for e in s['enum']),
        'const' not in s or same(v, s['const']),
        'anyOf' not in s or any([fits(x, v) for x in s['anyOf']]),
        'allOf' not in s or all([fits(x, v) for x in s['allOf']]),
        'not' not in s or not fits(s['not'], v),
        not num or v >= Decimal(str(s.get('minimum', v))), not num or v <= Decimal(str(s.get('maximum', v))),
        not num or 'exclusiveMinimum' not in s or v > Decimal(str(s['exclusiveMinimum'])),
        not num or 'exclusiveMaximum' not in s or v < Decimal(str(s['exclusiveMaximum'])),
        not isinstance(v, str) or s.get('minLength', 0) <= len(v) <= s.get('maxLength', len(v)),
        not isinstance(v, list) or s.get('minItems', 0) <= len(v) <= s.get('maxItems', len(v)),
        not isinstance(v, list) or 'items' not in s or all([fits(s['items'], x) for x in v]),
    ]
    if isinstance(v, dict):
        properties = s.get('properties', {})
        checks.append(all(k in v for k in s.get('required', [])))
        checks.extend([fits(sub, v[k]) for k, sub in properties.items() if k in v])
        if 'additionalProperties' in s:
            checks.extend([fits(s['additionalProperties'], x) for k, x in v.items() if k not in properties])
    return all(checks)


def pointer(value, path):
    for part in path.split('/')[1:]:
        part = part.replace('~1', '/').replace('~0', '~')
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and re.fullmatch('0|[1-9][0-9]*', part) and int(part) < len(value):
            value = value[int(part)]
        else:
            raise KeyError(path)
    return value


def json_value(g, answer):
    if g.get('trim') or len(answer) > 1 << 20:
        raise NotKnown
    try:
        value = strict(answer)
    except (ValueError, RecursionError, InvalidOperation):
        return 0.0
    ok = 'schema' not in g or fits(g['schema'], value)
    if ok and 'expect' in g:
        try:
            ok = same(pointer(value, g.get('path', '')), g['expect'])
        except KeyError:
            ok = False
    return float(ok)


KINDS = {
    'equals': (any_of(lambda a, e: a == e), {'expect', 'ignore_case', 'trim', 'normalize'}),
    'starts_with': (any_of(lambda a, e: a.startswith(e)), {'expect', 'ignore_case', 'trim', 'normalize'}),
    'ends_with': (any_of(lambda a, e: a.endswith(e)), {'expect', 'ignore_case', 'trim', 'normalize'}),
    'contains': (contains, {'expect', 'ignore_case', 'normalize'}),
    'contains_any': (contains_any, {'expect', 'ignore_case', 'normalize'}),
    'contains_all': (contains_all, {'expect', 'ignore_case', 'normalize'}),
    'not_contains': (not_contains, {'expect', 'ignore_case', 'normalize'}),
    'regex': (regex, {'pattern', 'expect', 'ignore_case', 'flags', 'trim'}),
    'case': (case, {'form'}),
    'number': (number, {'expect', 'min', 'max', 'tolerance', 'relative', 'pick'}),
    'count': (count, {'unit', 'min', 'max', 'exact', 'text', 'ignore_case', 'trim'}),
    'json': (json_value, {'schema', 'expect', 'path', 'trim'}),
    'json_schema': (json_value, {'schema', 'trim'}),
}


# --- graders of graders ---

def inner_scores(g, replies, turn):
    return [one(i, replies, i.get('turn', turn)) for i in g['graders']]


def weighted(g, scores):
    weights = [i.get('weight', 1) for i in g['graders']]
    mean = 1.0 if all(s >= 1 for s in scores) else sum(w * s for w, s in zip(weights, scores)) / sum(weights)
    return 1.0 if mean + 1e-12 >= g.get('pass_at', 1) else mean


COMBINED = {
    'all': (lambda g, scores: min(scores), set()),
    'any': (lambda g, scores: max(scores), set()),
    'not': (lambda g, scores: float(scores[0] < 1), set()),
    'weighted': (weighted, {'pass_at'}),
    'at_least': (lambda g, scores: min(1.0, sum(s >= 1 for s in scores) / g['min']), {'min'}),
}


def finish(g, reply):
    wanted = g['expect'] if isinstance(g['expect'], list) else [g['expect']]
    return float(reply['finish'] in wanted)


def one(g, replies, turn):
    if g['type'] in COMBINED:
        combine, known = COMBINED[g['type']]
        if not set(g) <= known | COMMON | {'graders'}:
            raise NotKnown
        return combine(g, inner_scores(g, replies, turn))
    judge, known = KINDS.get(g['type'], (None, set()))
    if g['type'] == 'finish':
        judge, known = finish, {'expect'}
    if not judge or not set(g) <= known | COMMON or turn > len(replies):
        raise NotKnown
    return judge(g, replies[turn - 1] if judge is finish else replies[turn - 1]['answer'])


def score(g, replies, turn):
    """Of the replies ("answer", "finish"), the one of `turn`, from 1; graders inside may look at another."""
    try:
        return one(g, replies, g.get('turn', turn))
    except NotKnown:
        return None


def program(evidence):
    """What a test that was run says: 0 where it did not end well. None: it did not run, or ended well, which is no pass
    where the answer ended it."""
    ended = evidence is not None and evidence['end'] not in ('not_applicable', 'missing', 'broken')
    return 0.0 if ended and (evidence['end'], evidence['status']) != ('exited', 0) else None
