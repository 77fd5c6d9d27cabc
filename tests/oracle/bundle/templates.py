"""Chat templates as far as the plainer ones go: text, {{ }}, for, if, set, and expressions that are Python's too. They are
never run as code: an expression is a tree of the few kinds below, and whatever else stands in a template is not known."""
import ast
import operator
import re

MARK = re.compile(r'\{%-?\s*(.*?)\s*(-?)%\}|\{\{-?\s*(.*?)\s*(-?)\}\}|\{#.*?(-?)#\}', re.S)
NAMES = {'true': True, 'false': False, 'none': None}
COMPARE = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
           ast.Is: lambda a, b: a is b, ast.IsNot: lambda a, b: a is not b}


class NotKnown(Exception):
    pass


def value(node, names):
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, int)):
        return node.value
    if isinstance(node, ast.Name):
        if node.id in names or node.id in NAMES:
            return names.get(node.id, NAMES.get(node.id))
        raise NotKnown
    if isinstance(node, (ast.Subscript, ast.Attribute)):
        of = value(node.value, names)
        key = node.attr if isinstance(node, ast.Attribute) else value(node.slice, names)
        if (isinstance(of, dict) and key in of) or (isinstance(of, list) and isinstance(key, int) and -len(of) <= key < len(of)):
            return of[key]
        raise NotKnown
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARE:
        return COMPARE[type(node.ops[0])](value(node.left, names), value(node.comparators[0], names))
    if isinstance(node, ast.BoolOp):
        for part in node.values:
            last = value(part, names)
            if bool(last) == isinstance(node.op, ast.Or):
                break
        return last
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not value(node.operand, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return value(node.left, names) + value(node.right, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and isinstance(node.right, ast.Name) and node.right.id == 'trim':
        return value(node.left, names).strip()
    raise NotKnown


def evaluate(text, names):
    try:
        return value(ast.parse(text, mode='eval').body, names)
    except (SyntaxError, TypeError, ValueError):
        raise NotKnown


def pieces(source):
    """Texts, expressions and statements; white space is cut as with trim_blocks and lstrip_blocks."""
    at, out, cut, line = 0, [], False, False
    for m in MARK.finditer(source):
        text = source[at:m.start()]
        text = text.lstrip() if cut else text[1:] if line and text.startswith('\n') else text
        if source[m.start() + 2] == '-':
            text = text.rstrip()
        elif m.group(3) is None:
            text = re.sub(r'(^|\n)[ \t]+\Z', r'\1', text) if out or at or '\n' in text else text.lstrip(' \t') if not text.strip(' \t') else text
        out.append(('text', text))
        if m.group(1) is not None or m.group(3) is not None:
            out.append(('do', m.group(1)) if m.group(1) is not None else ('put', m.group(3)))
        at, cut, line = m.end(), '-' in (m.group(2), m.group(4), m.group(5)), m.group(3) is None
    text = source[at:]
    out.append(('text', text.lstrip() if cut else text[1:] if line and text.startswith('\n') else text))
    return out


def block(parts, i, ends):
    """Statements up to one of `ends`; a list, and where that stands."""
    out = []
    while i < len(parts):
        kind, text = parts[i]
        word = text.split(None, 1)[0] if kind == 'do' and text else ''
        if word in ends:
            return out, i
        if word == 'if':
            arms, at = [], i
            while parts[at][1].split(None, 1)[0] != 'endif':
                head = parts[at][1]
                inner, end = block(parts, at + 1, ('elif', 'else', 'endif'))
                arms.append((None if head == 'else' else head.split(None, 1)[1], inner))
                at = end
            out.append(('if', arms))
            i = at
        elif word == 'for':
            m = re.fullmatch(r'for (\w+) in (.+)', text, re.S)
            inner, i = block(parts, i + 1, ('endfor',))
            if not m:
                raise NotKnown
            out.append(('for', m.group(1), m.group(2), inner))
        elif kind == 'do':
            raise NotKnown
        else:
            out.append((kind, text))
        i += 1
    if ends:
        raise NotKnown
    return out, i


def run(tree, names, out):
    for node in tree:
        if node[0] == 'text':
            out.append(node[1])
        elif node[0] == 'put':
            text = evaluate(node[1], names)
            if not isinstance(text, str):
                raise NotKnown
            out.append(text)
        elif node[0] == 'if':
            for test, inner in node[1]:
                if test is None or evaluate(test, names):
                    run(inner, names, out)
                    break
        else:
            items = evaluate(node[2], names)
            for k, item in enumerate(items):
                loop = {'first': k == 0, 'last': k + 1 == len(items), 'index0': k, 'index': k + 1}
                run(node[3], dict(names, **{node[1]: item, 'loop': loop}), out)


def render(source, names):
    out = []
    run(block(pieces(source[:-1] if source.endswith('\n') else source), 0, ())[0], names, out)
    return ''.join(out)
