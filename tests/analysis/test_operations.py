from migrator.analysis.operations import LONGEST, MOST_LINES, find_lines


def test_keeps_the_lines_that_say_something() -> None:
    documents = {
        "Procfile": "# how it runs\nweb: gunicorn shop:app \n\n  worker: celery\n",
        "deploy/nginx/shop.conf": "; no\nproxy_read_timeout 300;\n",
        "data.yaml": "a: 1\n",
    }
    assert [f"{line.location} {line.text}" for line in find_lines(documents)] == [
        "Procfile:2 web: gunicorn shop:app",
        "Procfile:4 worker: celery",
        "deploy/nginx/shop.conf:2 proxy_read_timeout 300;",
    ]


def test_keeps_no_more_than_people_write() -> None:
    lines = list(find_lines({"Dockerfile": f"{'x' * (LONGEST + 1)}\n" * (MOST_LINES + 1)}))
    assert (len(lines), len(lines[0].text)) == (MOST_LINES, LONGEST)
