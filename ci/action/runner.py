"""Runs the steps of action.yml as a runner does, for tests: runner.py ACTION.json FOLDER [INPUT=VALUE...]

ACTION.json is action.yml as JSON. Each step gets environment files of its own and its `env`; `if`, outputs and failures are
honoured; a `uses` step is a stand-in (upload-artifact copies to FOLDER/artifacts, a cache finds nothing). FOLDER/summary has the
job summary, FOLDER/outputs.json the outputs of the action, FOLDER/steps the outcome of each step, FOLDER/log what was printed.
The exit code is that of the job: 0 or 1.
"""
import json
import os
import re
import shutil
import subprocess
import sys

WORD = r"'[^']*'|[A-Za-z][\w.-]*"


class Job:
    def __init__(self, inputs, steps):
        self.inputs, self.steps, self.failed = inputs, steps, False

    def value(self, word):
        """A literal or a context value; what nobody set is empty, as on GitHub."""
        if word.startswith("'"):
            return word[1:-1]
        if word == "github.token":
            return os.environ.get("TEST_TOKEN", "")
        part = word.split(".")
        if part[0] == "inputs" and len(part) == 2:
            return self.inputs[part[1]]
        if part[0] == "steps" and len(part) == 4 and part[2] == "outputs":
            return self.steps.get(part[1], {}).get(part[3], "")
        raise ValueError("an expression that runner.py does not know: " + word)

    def holds(self, condition):
        """Conditions here are terms joined by &&: a comparison or always()."""
        terms = [t.strip() for t in condition.split("&&")]
        for term in terms:
            if term == "always()":
                continue
            match = re.fullmatch("(%s) (==|!=) (%s)" % (WORD, WORD), term)
            if (self.value(match[1]) == self.value(match[3])) != (match[2] == "=="):
                return False
        return "always()" in terms or not self.failed

    def text(self, template):
        return re.sub(r"\$\{\{ (%s) \}\}" % WORD, lambda m: self.value(m[1]), str(template))


def read_outputs(path):
    found, lines = {}, iter(open(path).read().splitlines())
    for line in lines:
        simple, heredoc = line.find("="), line.find("<<")
        if heredoc >= 0 and (simple < 0 or heredoc < simple):
            name, end, value = line[:heredoc], line[heredoc + 2:], []
            for more in lines:
                if more == end:
                    break
                value.append(more)
            found[name] = "\n".join(value)
        elif simple >= 0:
            found[line[:simple]] = line[simple + 1:]
        else:
            raise ValueError("not a line of GITHUB_OUTPUT: " + line)
    return found


def run_script(job, step, folder, action_path):
    files = {"GITHUB_" + n: os.path.join(folder, n.lower()) for n in ("OUTPUT", "STEP_SUMMARY", "ENV", "PATH")}
    for name in files.values():
        open(name, "w").close()
    env = dict(os.environ, **files, GITHUB_ACTION_PATH=action_path)
    env.update({k: job.text(v) for k, v in step.get("env", {}).items()})
    with open(os.path.join(folder, "script.sh"), "w") as f:
        f.write(step["run"])
    done = subprocess.run([step["shell"], "-e", f.name], env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with open(os.path.join(folder, "log"), "ab") as log:
        log.write(done.stdout)
    with open(files["GITHUB_STEP_SUMMARY"], "rb") as f, open(os.path.join(folder, "summary"), "ab") as all_of_them:
        all_of_them.write(f.read())
    if step.get("id"):
        job.steps[step["id"]] = read_outputs(files["GITHUB_OUTPUT"])
    return done.returncode == 0


def run_stand_in(job, step, folder):
    if step["uses"].startswith("actions/upload-artifact@"):
        shutil.copytree(job.text(step["with"]["path"]), os.path.join(folder, "artifacts", job.text(step["with"]["name"])))
    return True


def main():
    with open(sys.argv[1]) as f:
        action = json.load(f)
    folder = sys.argv[2]
    given = dict(a.split("=", 1) for a in sys.argv[3:])
    unknown = set(given) - set(action["inputs"])
    if unknown:
        raise SystemExit("no such input: " + ", ".join(sorted(unknown)))
    job = Job({}, {})
    job.inputs = {n: given.get(n, job.text(i.get("default", ""))) for n, i in action["inputs"].items()}
    for step in action["runs"]["steps"]:
        what = step.get("uses", step.get("run", "")).split("@")[0].split("/")[-1]
        outcome = "skipped"
        if job.holds(step.get("if", "")) if "if" in step else not job.failed:
            good = run_script(job, step, folder, os.environ["TEST_ACTION"]) if "run" in step else run_stand_in(job, step, folder)
            outcome = "success" if good else "failure"
            job.failed = job.failed or not good
        with open(os.path.join(folder, "steps"), "a") as f:
            f.write("%s %s\n" % (what.rstrip('"'), outcome))
    with open(os.path.join(folder, "outputs.json"), "w") as f:
        json.dump({n: job.text(o["value"]) for n, o in action["outputs"].items()}, f)
    return 1 if job.failed else 0


if __name__ == "__main__":
    sys.exit(main())
