import pytest

from tests.analysis.programs import program_of, program_of_one


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "CACHE = {}\ndef f(k):\n    CACHE[k] = 1", ["shop:CACHE dict 1 shop:f"], id="dict"
        ),
        pytest.param(
            "CACHE = dict()\ndef f(k):\n    CACHE.update(k)",
            ["shop:CACHE dict 1 shop:f"],
            id="dict()",
        ),
        pytest.param(
            "CACHE: dict[str, int] = {}\ndef f(k):\n    CACHE.setdefault(k, 1)",
            ["shop:CACHE dict 1 shop:f"],
            id="annotated",
        ),
        pytest.param("Q = []\ndef f(x):\n    Q.append(x)", ["shop:Q list 1 shop:f"], id="list"),
        pytest.param("Q = []\ndef f(x):\n    Q += [x]", [], id="local after all: no global"),
        pytest.param("S = set()\ndef f(x):\n    S.add(x)", ["shop:S set 1 shop:f"], id="set"),
        pytest.param(
            "from collections import defaultdict\nC = defaultdict(list)\n"
            "def f(x):\n    C[x].append(1)",
            ["shop:C dict 2 shop:f"],
            id="value in a defaultdict",
        ),
        pytest.param(
            "n = 0\ndef f():\n    global n\n    n += 1",
            ["shop:n rebound 1 shop:f"],
            id="counter with global",
        ),
        pytest.param(
            "n = 0\ndef f():\n    global n\n    n = 0\ndef g():\n    global n\n    n += 1",
            ["shop:n replaced 1 shop:f,shop:g"],
            id="counter that starts anew",
        ),
        pytest.param(
            "app = None\ndef f():\n    global app\n    app = object()",
            ["shop:app replaced 1 shop:f"],
            id="made late",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    del C[k]\ndef g():\n    C.clear()",
            ["shop:C dict 1 shop:f,shop:g"],
            id="two writers, deletion",
        ),
        pytest.param(
            "C = {}\nclass A:\n    def f(self, k):\n        C[k] = self",
            ["shop:C dict 1 shop:A.f"],
            id="method",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    def g():\n        C[k] = 1\n    return g",
            ["shop:C dict 1 shop:f,shop:f.g"],
            id="nested function",
        ),
        pytest.param(
            "if True:\n    C = {}\ndef f(k):\n    C[k] = 1",
            ["shop:C dict 2 shop:f"],
            id="bound in a branch",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    C.clear()\n    C['a'] = k\n    if C['a']:\n        C['b'] = k",
            ["shop:C replaced 1 shop:f"],
            id="begun anew by who fills it",
        ),
        pytest.param(
            "C = {}\ndef f(k, config):\n    found = settings.NAMES\n    for name in found:\n"
            "        C[name] = os.environ.get(name)\n    C.update(app.config['A'])",
            ["shop:C loaded 1 shop:f"],
            id="filled from settings",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    C[k] = settings.NAMES",
            ["shop:C dict 1 shop:f"],
            id="settings under a key that is handed in",
        ),
        pytest.param("C = {}\ndef f(k):\n    C = {}\n    C[k] = 1", [], id="shadowed by a local"),
        pytest.param("C = {}\ndef f(C, k):\n    C[k] = 1", [], id="shadowed by a parameter"),
        pytest.param("C = {}\ndef f(k):\n    return C[k]", [], id="only read"),
        pytest.param("C = {}\nC['a'] = 1\nC.update(b=2)", [], id="changed only while loaded"),
        pytest.param("C = ()\ndef f(k):\n    C.append(k)", [], id="a tuple cannot change"),
        pytest.param("def f():\n    C = {}\n    C['a'] = 1", [], id="local"),
        pytest.param(
            "C = {}\ndef f(k):\n    if k in C:\n        return C[k]\n    C[k] = 1",
            ["shop:C cache 1 shop:f"],
            id="cache that returns early",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    found = C.get(k)\n"
            "    if found is None:\n        found = C[k] = 1",
            ["shop:C cache 1 shop:f"],
            id="cache that is asked through a local name",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    try:\n        return C[k]\n"
            "    except KeyError:\n        pass\n    C[k] = 1",
            ["shop:C cache 1 shop:f"],
            id="cache that is tried",
        ),
        pytest.param(
            "c = None\ndef f():\n    global c\n    if c is not None:\n"
            "        return c\n    c = object()",
            ["shop:c cache 1 shop:f"],
            id="object that is made once",
        ),
        pytest.param(
            "c = None\ndef f(hooks):\n    global c\n    if c is None:\n        c = [1]\n"
            "        for h in hooks:\n            c.append(h())\n        c.sort()\n    return c",
            ["shop:c cache 1 shop:f"],
            id="list that is made once and filled",
        ),
        pytest.param(
            "c = None\ndef f(x):\n    global c\n    if c is None:\n        c = []\n"
            "    c.append(x)",
            ["shop:c rebound 1 shop:f"],
            id="list that is made once and grows",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    if k not in C:\n"
            "        if len(C) > 9:\n            C.popitem()\n        C[k] = 1",
            ["shop:C cache 1 shop:f"],
            id="bounded cache",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    if k in C:\n        if C[k].fresh:\n            return C[k]\n"
            "    C[k] = 1",
            ["shop:C cache 1 shop:f"],
            id="cache that may be stale",
        ),
        pytest.param(
            "C = {}\ndef fill():\n    C['a'] = 1\ndef f(k):\n    if not C:\n        fill()",
            ["shop:C cache 1 shop:fill"],
            id="cache that another function fills on demand",
        ),
        pytest.param(
            "C = {}\nclass A:\n    @classmethod\n    def fill(cls):\n        C['a'] = 1\n"
            "    @classmethod\n    def f(cls):\n        if not C:\n            cls.fill()",
            ["shop:C cache 1 shop:A.fill"],
            id="cache that another method fills on demand",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    if k in C:\n        return C[k]\n"
            "    C.setdefault(k, {})[0] = 1",
            ["shop:C cache 1 shop:f"],
            id="cache of dictionaries",
        ),
        pytest.param(
            "C = {}\ndef f(a, b):\n    first = C.get(a)\n    second = first.get(b)\n"
            "    if second:\n        return second\n    C.setdefault(a, {})[b] = 1",
            ["shop:C cache 1 shop:f"],
            id="cache that is asked through two local names",
        ),
        pytest.param(
            "S = set()\ndef f(k):\n    if k not in S:\n        S.add(k)\n        log.warning(k)",
            ["shop:S noted 1 shop:f"],
            id="what was logged",
        ),
        pytest.param(
            "import warnings\nS = set()\ndef f(k):\n    if k in S:\n        return\n"
            "    S.add(k)\n    warnings.warn(k)",
            ["shop:S noted 2 shop:f"],
            id="what was warned of, after a test that leaves",
        ),
        pytest.param(
            "S = set()\ndef f(k):\n    if k not in S:\n        S.add(k)\n        send(k)",
            ["shop:S set 1 shop:f"],
            id="what was sent",
        ),
        pytest.param(
            "S = set()\ndef f(k):\n    S.add(k)\n    log.warning(k)",
            ["shop:S set 1 shop:f"],
            id="logged without a test",
        ),
        pytest.param(
            "S = set()\ndef f(k):\n    t = create_task(k)\n    S.add(t)\n"
            "    t.add_done_callback(S.discard)",
            ["shop:S noted 1 shop:f"],
            id="what runs",
        ),
        pytest.param(
            "S = {'db': None}\ndef f(k):\n    S['db'] = k",
            ["shop:S replaced 1 shop:f"],
            id="constant key",
        ),
        pytest.param(
            "S = {'n': 0}\ndef f(k):\n    S['n'] += k",
            ["shop:S dict 1 shop:f"],
            id="counter below a constant key",
        ),
        pytest.param(
            "S = {}\ndef f(k):\n    S['a'] = 1\ndef g(k):\n    S[k] = 1",
            ["shop:S dict 1 shop:f,shop:g"],
            id="constant key and another",
        ),
        pytest.param(
            "R = {}\nclass Meta(type):\n    def __new__(cls, name, bases, attrs):\n"
            "        R[name] = cls",
            [],
            id="changed while classes are made",
        ),
        pytest.param(
            "R = []\nclass A:\n    def __init_subclass__(cls):\n        R.append(cls)",
            [],
            id="changed while subclasses are made",
        ),
        pytest.param(
            "N = []\nA = {}\ndef f(k):\n    if N:\n        return N\n"
            "    for n in find(k):\n        A[n.alias] = n\n        N.append(n)\n    return N",
            ["shop:A cache 2 shop:f", "shop:N cache 1 shop:f"],
            id="list that is given back once it is there, and what goes with it",
        ),
        pytest.param(
            "P = {}\ndef load():\n    for p in find():\n        P[p.name] = p",
            ["shop:P loaded 1 shop:load"],
            id="what each process loads",
        ),
        pytest.param(
            "P = []\ndef view():\n    P.append(request.form['p'])",
            ["shop:P list 1 shop:view"],
            id="what a request brings",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    if k is None:\n        return\n    C[k] = 1",
            ["shop:C dict 1 shop:f"],
            id="test of something else",
        ),
        pytest.param(
            "C = {}\ndef f(k):\n    return C.setdefault(k, make(k))",
            ["shop:C cache 1 shop:f"],
            id="what is computed from the key alone",
        ),
        pytest.param(
            "C = {}\ndef f(k, v):\n    return C.setdefault(k, make(v))",
            ["shop:C dict 1 shop:f"],
            id="what is computed from something else",
        ),
        pytest.param(
            "C = {}\ndef f(k, x):\n    C.setdefault(k, Basket(k)).add(x)",
            ["shop:C dict 1 shop:f"],
            id="baskets that are made on demand",
        ),
        pytest.param(
            "R = {}\ndef f(k):\n    def g(fn):\n        R[k] = fn\n        return fn\n"
            "    return g",
            ["shop:R registered 1 shop:f,shop:f.g"],
            id="decorator that registers",
        ),
        pytest.param(
            "R = {}\ndef f(fn):\n    R[fn.__name__] = fn\n    return fn",
            ["shop:R registered 1 shop:f"],
            id="what has a name of its own",
        ),
        pytest.param(
            "R = []\ndef f(fn: Callable[[], None]):\n    R.append(fn)",
            ["shop:R registered 1 shop:f"],
            id="annotated as callable",
        ),
        pytest.param(
            "class P(Protocol):\n    def __call__(self): ...\n"
            "R = {}\ndef f(k, fn: P):\n    R[k] = fn\ndef g(k):\n    R.pop(k)",
            ["shop:R registered 3 shop:f,shop:g"],
            id="annotated as a protocol of a call",
        ),
        pytest.param(
            "R = {}\ndef f(k):\n    from a import fn\n    R.setdefault(k, fn)",
            ["shop:R registered 1 shop:f"],
            id="default that is imported late",
        ),
        pytest.param(
            "R = {}\ndef f(k, v):\n    R[k] = v\n    return v",
            ["shop:R dict 1 shop:f"],
            id="value that is handed on",
        ),
        pytest.param(
            "R = {}\ndef f(k, fn: Callable):\n    R[k] = fn\ndef g(k, v):\n    R[k] = v",
            ["shop:R dict 1 shop:f,shop:g"],
            id="functions and values",
        ),
        pytest.param(
            "import sys\nS = set()\ndef f(k):\n    if k in S:\n        return k\n"
            "    sys.modules[k] = make(k)\n    S.add(k)",
            ["shop:S registered 2 shop:f"],
            id="modules that are made once",
        ),
    ],
)
def test_finds_state(source: str, expected: list[str]) -> None:
    found = [
        f"{state.name} {state.kind} {state.location.line} {','.join(state.writers)}"
        for state in program_of_one(source).module_state
    ]
    assert found == expected


def test_finds_cache_that_another_module_fills() -> None:
    use = (
        "from shop import a\ndef f(k):\n    if k in a.C:\n        return a.C[k]\n"
        "    a.C[k] = make(k)"
    )
    program = program_of({"shop/__init__.py": "", "shop/a.py": "C = {}", "shop/b.py": use})
    assert [(state.name, state.kind) for state in program.module_state] == [("shop.a:C", "cache")]


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("from shop.a import C\ndef f(k):\n    C[k] = 1", id="name imported"),
        pytest.param("from shop.a import C as D\ndef f(k):\n    D[k] = 1", id="renamed"),
        pytest.param("from .a import C\ndef f(k):\n    C[k] = 1", id="relative"),
        pytest.param("from shop import a\ndef f(k):\n    a.C[k] = 1", id="module imported"),
        pytest.param("import shop.a\ndef f(k):\n    shop.a.C[k] = 1", id="dotted"),
        pytest.param("def f(k):\n    from shop.a import C\n    C[k] = 1", id="in the function"),
    ],
)
def test_finds_state_that_another_module_changes(use: str) -> None:
    program = program_of({"shop/__init__.py": "", "shop/a.py": "C = {}", "shop/b.py": use})
    assert [(state.name, state.writers) for state in program.module_state] == [
        ("shop.a:C", ("shop.b:f",))
    ]


@pytest.mark.parametrize(
    ("source", "storing", "readers"),
    [
        ("def f(k):\n    C[k] = 1", "f", ""),
        ("def f(k):\n    C[k] = 1\ndef g(k):\n    return C.get(k)", "f", "g"),
        ("def f(k):\n    C[k] = 1\n    return list(C)", "f", "f"),
        ("def f(k):\n    C.pop(k)\ndef g(k):\n    C.setdefault(k, [])", "g", ""),
        ("def f(k):\n    C[k] += 1\ndef g(k):\n    C[k] -= 1", "", ""),
        ("def f(k):\n    C[k] += 1", "f", ""),
        ("def f():\n    C['a'] = 1\n    C[load()] = 1", "", ""),
        ("def f():\n    text = request.args['a']\n    C[text] = 1", "f", ""),
        ("def f(k):\n    C[k] = 1\n    del C[k]", "", ""),
        ("def f(k):\n    n = uuid.uuid4()\n    C[n] = k", "", ""),
        ("def f(k):\n    C[get_ident()] = k", "", ""),
        ("def f(k):\n    made = Made(uuid.uuid4(), k)\n    C[made.id] = made", "f", ""),
        ("def f(k):\n    if k not in C:\n        C[k] = make(k)", "", "f"),
        ("def f(k):\n    C[k] = 1\ndef g():\n    log.info('%s', C)", "f", ""),
        ("def f(k):\n    return C.pop(k)", "", "f"),
        ("def f(k):\n    del C[k]\n    C.clear()", "", ""),
        ("def f(k):\n    C[k] = 1\ndef g():\n    log.warn('%s', C)", "f", ""),
        ("def f(k):\n    C[k] = 1\ndef g():\n    C = load()\n    return C", "f", ""),
        ("def f(k):\n    C[k] = 1\ndef g():\n    for C in load():\n        use(C)", "f", ""),
        ("def f(k):\n    C[k] = 1\ndef g():\n    global C\n    C = load(C)", "f", "g"),
        ("def f(k):\n    C[k] = 1\ndef g(C):\n    return C", "f", ""),
        ("if A:\n    def f(k):\n        C[k] = 1\nelse:\n    def f():\n        C.pop(1)", "f", ""),
        ("def f(k):\n    C[k] = 1\n    def g():\n        return C[k]", "f", "f,f.g"),
    ],
)
def test_tells_who_stores_from_who_reads(source: str, storing: str, readers: str) -> None:
    (state,) = program_of_one(f"C = {{}}\n{source}").module_state
    assert (state.storing, state.readers) == (named(storing), named(readers))


@pytest.mark.parametrize(
    ("source", "readers"),
    [
        ("from shop.state import C\ndef g():\n    return C", "shop.use:g"),
        ("from shop.state import C as D\ndef g():\n    return D", "shop.use:g"),
        ("from shop import state\ndef g():\n    return state.C['a']", "shop.use:g"),
        ("import shop.state\ndef g():\n    return shop.state.C['a']", "shop.use:g"),
        ("def g():\n    from shop.state import C\n    return C", "shop.use:g"),
        ("from shop import state\ndef g():\n    state.C['a'] = 1", ""),
        ("from shop import other\ndef g():\n    return other.C", ""),
    ],
)
def test_finds_readers_in_other_modules(source: str, readers: str) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/state.py": "C = {}\ndef f(k):\n    C[k] = 1",
        "shop/use.py": source,
    }
    (state,) = program_of(files).module_state
    assert state.readers == ((readers,) if readers else ())


def named(short: str) -> tuple[str, ...]:
    return tuple(f"shop:{name}" for name in short.split(",") if name)
