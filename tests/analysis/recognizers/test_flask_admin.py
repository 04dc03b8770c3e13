"""Flask-Admin: what views expose."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = (
    "from flask_admin import Admin, AdminIndexView, BaseView, expose\n"
    "from flask_admin.contrib.sqla import ModelView\nclass User: ...\n"
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "class Mail(BaseView):\n    @expose('/')\n    def index(self): ...\n"
            "    @expose('/send/<id>', methods=['POST'])\n    def send(self, id): ...\n"
            "    def inner(self): ...\nadmin = Admin(name='a')\nadmin.add_view(Mail(name='M'))",
            [
                "GET /admin/mail/ mail.index shop:Mail.index 6",
                "POST /admin/mail/send/<id> mail.send shop:Mail.send 8",
            ],
            id="view",
        ),
        pytest.param(
            "class V(BaseView):\n    @expose('/')\n    def index(self): ...\n"
            "admin = Admin(url='/a')\n"
            "admin.add_views(V(endpoint='v'), V(endpoint='w', url='x'), V(url='/y'))",
            [
                "GET /a/v/ v.index shop:V.index 6",
                "GET /a/x/ w.index shop:V.index 6",
                "GET /y/ v.index shop:V.index 6",
            ],
            id="URLs and endpoints",
        ),
        pytest.param(
            "class Users(ModelView):\n    def edit_view(self): ...\n"
            "    @expose('/new/', methods=('POST',))\n    def create_view(self): ...\n"
            "    delete_view = export = ajax_lookup = ajax_update = action_view = None\n"
            "Admin().add_view(Users(User, None))",
            [
                "GET /admin/user/ user.index_view shop:Users 4",
                "GET /admin/user/details/ user.details_view shop:Users 4",
                "POST /admin/user/new/ user.create_view shop:Users.create_view 7",
            ],
            id="model: own, inherited and hidden routes",
        ),
        pytest.param(
            "class Home(AdminIndexView):\n    @expose('/')\n    def index(self): ...\n"
            "    @expose('/login')\n    def login(self): ...\n"
            "class V(BaseView):\n    @expose('/')\n    def index(self): ...\n"
            "admin = Admin(index_view=Home(url='/office'))\nadmin.add_view(V())",
            [
                "GET /office/ admin.index shop:Home.index 6",
                "GET /office/login admin.login shop:Home.login 8",
                "GET /office/v/ v.index shop:V.index 11",
            ],
            id="index view",
        ),
    ],
)
def test_recognizes(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == (expected, [])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Admin()", id="index view of its own"),
        pytest.param("class V(BaseView):\n    @expose('/')\n    def a(self): ...", id="not added"),
    ],
)
def test_leaves_alone(source: str) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "Admin().add_view(ModelView(User, None))",
            ["shop.py:4 Flask-Admin view that is not in the source"],
            id="view from elsewhere",
        ),
        pytest.param(
            "class V(BaseView):\n    @expose('/')\n    def a(self): ...\n"
            "Admin().add_view(V(url=load()))",
            ["shop.py:7 Flask-Admin view V with a computed path or methods"],
            id="URL",
        ),
        pytest.param(
            "class V(BaseView):\n    @expose('/')\n    def a(self): ...\n"
            "Admin(url=load()).add_view(V())",
            ["shop.py:7 Flask-Admin view V with a computed path or methods"],
            id="URL of the admin",
        ),
    ],
)
def test_says_what_it_cannot_read(source: str, expected: list[str]) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == ([], expected)
