"""What schemathesis must know of the API that its OpenAPI document cannot say."""

import contextlib
import json

import schemathesis

MAX_WINDOW = 10_000  # page times per_page


SENTENCE = "\n\nしみ取りレーザーは1回3万円です。"
TEXTS = ("text", "markdown", "html")
# What points into sections, which a text brings itself.
POINTING = ("id", "sections", "faqs", "effects", "risks", "contraindications", "sources", "fees", "cost", "downtime", "dropped")


@schemathesis.hook
def before_call(context, case, kwargs):
    for fields in (case.query, case.body):
        if isinstance(fields, dict):
            keep_rules(fields)
            if isinstance(fields.get("filters"), dict):
                keep_rules(fields["filters"])
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.operation.label == "PUT /v1/articles/{id}" and isinstance(case.body, dict):
        readable(case.body)
    if case.operation.label == "POST /v1/admin/articles" and isinstance(case.body, str):
        case.body = json.dumps({"id": f"fuzz-{len(case.body) % 7}", "text": case.body + SENTENCE})


def readable(article):
    """Makes of an article with a text one that says something, so that it is indexed."""
    given = [name for name in TEXTS if isinstance(article.get(name), str)]
    for name in given[1:]:
        del article[name]
    if given:
        article[given[0]] += SENTENCE
        for name in POINTING:
            article.pop(name, None)


def keep_rules(fields):
    """Keeps the rules between two parameters where each is as it should be."""
    page, per_page = whole(fields.get("page")), whole(fields.get("per_page")) or 10
    if page and per_page and page > 0 and per_page > 0 and page * per_page > MAX_WINDOW:
        fields["page"] = max(1, MAX_WINDOW // per_page)
    least, most = whole(fields.get("cost_min")), whole(fields.get("cost_max"))
    if least is not None and most is not None and least > most:
        fields["cost_min"], fields["cost_max"] = fields["cost_max"], fields["cost_min"]
    alone(fields, "facets", {"none"})
    alone(fields, "interpret", {"on", "off"})


def whole(value):
    if isinstance(value, bool) or value is None:
        return None
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        if float(value) == int(float(value)):
            return int(float(value))
    return None


def alone(fields, name, words):
    """Some words stand alone: the others beside them are left out."""
    value = fields.get(name)
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(v, str) for v in values):
        return
    names = [part.strip() for v in values for part in v.split(",")]
    for word in words.intersection(names):
        if set(names) - {word, ""}:
            fields[name] = word if isinstance(value, str) else [word]
            return


@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    """What is not a text is sent as lines of JSON."""
    if isinstance(value, (bytes, str)):
        return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    return "\n".join(json.dumps(one) for one in value if value).encode() if isinstance(value, list) else json.dumps(value).encode()
