"""``tuyengiao portals``: list, show, check."""

import json

import pytest
from click.testing import CliRunner

from corpus.cli import cli, main
from corpus.cli.portals import KINDS
from crawler.portals import load_portal, portal_slugs, registry, spec


def run(*arguments: str):
    return CliRunner().invoke(cli, ["portals", *arguments])


def rows(*arguments: str) -> list[dict]:
    return json.loads(run(*arguments, "--json").output)


def test_without_subcommand_it_lists():
    assert run().output == run("list").output


def test_list_has_a_line_for_each_portal():
    assert len(run("list").output.splitlines()) == 1 + len(portal_slugs())


def test_line_names_both_provinces():
    line = next(line for line in run("list").output.splitlines() if line.startswith("kontum\t"))
    assert line.split("\t") == [
        "kontum",
        "Ban Tuyên giáo Tỉnh ủy Kon Tum",
        "Kon Tum → Quảng Ngãi",
        "nukeviet",
        "unknown",
        "no",
    ]


def test_province_that_kept_its_name_is_named_once():
    assert next(row for row in rows() if row["slug"] == "caobang")["province"] == "Cao Bằng"


def test_central_portal_has_no_province():
    row = next(row for row in rows() if row["slug"] == "tuyengiao")
    assert (row["province"], row["province_2024"], row["province_2025"]) == ("central", None, None)


def test_disabled_portal_is_marked():
    assert next(row for row in rows() if row["slug"] == "hagiang")["state"] == "closed, disabled"


def test_kind_filters():
    assert {row["kind"] for row in rows("list", "--kind", "journal")} == {"journal"}


def test_family_filters():
    assert {row["family"] for row in rows("--family", "liferay")} == {"liferay"}


@pytest.mark.parametrize(("province", "slug"), [("kontum", "kontum"), ("quangngai", "kontum")])
def test_province_filters_by_both_lists(province, slug):
    assert slug in {row["slug"] for row in rows("--province", province)}


def test_filter_of_2024_leaves_out_later_parts():
    assert {row["province_2024"] for row in rows("--province", "kontum")} == {"kontum"}


def test_kinds_offered_are_those_of_the_spec():
    assert spec.Kind.__args__ == KINDS


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["show", "kontun"], "tuyengiao: unknown portal 'kontun'; did you mean kontum?"),
        (["list", "--province", "kontun"], "tuyengiao: unknown province 'kontun'; did you mean kontum?"),
        (["--family", "wix"], "tuyengiao: unknown family 'wix'; there are: "),
        (["show", "none.toml"], "tuyengiao: none.toml: no such file"),
    ],
)
def test_mistake_is_one_line_and_status_3(arguments, line, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["portals", *arguments])
    assert stop.value.code == 3
    error = capsys.readouterr().err
    assert error.startswith(line)
    assert error.count("\n") == 1


def test_show_prints_resolved_rules():
    output = run("show", "lamdong").output
    assert "organ          Ban Tuyên giáo Tỉnh ủy Lâm Đồng\n" in output
    assert "\n[article]\n" in output
    for rule in load_portal("lamdong").article.never:
        assert rule in output


def test_show_json_is_the_resolved_portal():
    shown = json.loads(run("show", "kontum", "--json").output)
    assert shown["digest"] == load_portal("kontum").digest
    assert shown["fields"]["body"] == list(load_portal("kontum").fields.body)


def test_show_reads_a_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text((registry.FOLDER / "kontum.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert run("show", str(path)).output.startswith("slug           mine\n")


def test_check_of_the_registry_finds_nothing():
    result = run("check")
    assert result.exit_code == 0
    assert result.output == f"{len(portal_slugs())} portals and 6 families checked: no problems.\n"


def test_check_prints_one_line_for_each_broken_file(tmp_path, capsys):
    broken = tmp_path / "broken.toml"
    broken.write_text("name = \n", encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["portals", "check", str(broken), str(tmp_path / "none.toml")])
    assert stop.value.code == 3
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "broken.toml: not valid TOML" in lines[0]
    assert "none.toml: no such file" in lines[1]
    assert lines[2].endswith("checked: 2 problems.")


def test_option_before_a_subcommand_is_refused():
    result = run("--json", "check")
    assert result.exit_code == 2
    assert "put options after the subcommand" in result.output


@pytest.mark.parametrize("command", [[], ["list"], ["show"], ["check"]])
def test_help_has_an_example(command):
    assert "Example" in run(*command, "--help").output
