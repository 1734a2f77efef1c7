using Bouncer.Rego;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Fuzz.Targets;

/// <summary>Modules of strangers: parsed, compiled and, if they are in order, evaluated within limits. Whatever is wrong is said, not thrown.</summary>
internal static class RegoPolicyTarget
{
    public static readonly FuzzTarget Instance = new(
        "regopolicy",
        Run,
        [
            """
            package a.b
            import data.lib as l
            default allow := false
            allow if { some x in input.xs; not denied[x]; count(x.y) > 1 } else := "maybe" if input.z
            denied contains x if { x := input.xs[_].name; x != "a" }
            f(x, [y, _]) := {"k": x + y} if { y := [z | z := x][0] }
            p[k].q[v] := f(k, [v, 1]) if { some k, v in {"a": 1, "b": [2]} }
            every_one if { every k, v in input { is_string(k); v } }
            w := x if { x := allow with input.xs as [{"name": "b"}] with count as 3 }
            s := sprintf("%v %5.2f %s", [input, 1.5, {1, 2}])
            """,
            """
            package old
            violation[{"msg": msg}] {
              c := input.review.object.spec.containers[_]
              satisfied := [good | repo = input.parameters.repos[_]; good = startswith(c.image, repo)]
              not any(satisfied)
              msg := sprintf("container <%v>", [c.name])
            }
            p[x] = y { y = input[x] } { x := 1; y := {2 | true} }
            q = 3 { data.old.p[_] = 1 } else = 4 { walk(input, [path, value]); path[0] == "a" }
            """,
            "package x\np := $\"a {1 + 2} b\"\nq := `raw`\nr := {1: {2}, \"a\": [null, true, -1.5e3]}[_]\nt := x if { x = [1, y]; y = 2 }",
            "package e\nimport rego.v1\nimport future.keywords.in\nq if 1 in [1]\nx.y.z := 1\nx[a] contains 2 if a := \"b\"",
        ],
        [
            "package ", "import ", "default ", " if ", " else ", " contains ", "some ", " in ", "every ", "not ", " with ", " as ", "input", "data", "_", ":=", "==", "!=", "|", "&",
            "{", "}", "[", "]", "(", ")", ";", "\n", "\"", "`", "$\"", "#", "set()", "# METADATA\n# scope: rule\n", "walk(", "count(", "sprintf(", "json.unmarshal(", "regex.match(", "numbers.range(", "null", "true", "1e9", "-", ".",
        ]);

    private static readonly RegoValue s_input = RegoJson.Parse(
        """{"xs": [{"name": "a", "y": [1, 2]}, {"name": "b"}], "z": 1, "review": {"object": {"spec": {"containers": [{"name": "c", "image": "i"}]}}}, "parameters": {"repos": ["r", "i"]}}""");

    private static void Run(ReadOnlySpan<byte> input)
    {
        var text = FuzzTarget.TextOf(input);
        foreach (var version in new[] { RegoVersion.V1, RegoVersion.V0 })
        {
            var compilation = RegoPolicy.Compile([new RegoModule("fuzz.rego", text, version)]);
            Must.Hold(compilation.Policy is null != (compilation.Diagnostics.Count == 0), "a policy or diagnostics");
            foreach (var diagnostic in compilation.Diagnostics)
            {
                Must.Hold(diagnostic.Code.StartsWith("rego_", StringComparison.Ordinal) && diagnostic.Render().Length > 0, "a diagnostic has a code and a text");
            }

            if (compilation.Policy is { } policy)
            {
                Evaluate(policy);
            }
        }
    }

    private static void Evaluate(RegoPolicy policy)
    {
        var query = policy.Prepare("data").Query;
        Must.Hold(query is not null, "data can always be asked for");
        var outcome = query!.Evaluate(new RegoEvaluationOptions
        {
            Input = s_input,
            Limits = new RegoLimits { Steps = 20_000, CollectionSize = 20_000, RegexTime = TimeSpan.FromMilliseconds(100) },
        });
        Must.Hold(outcome.Error is not null || outcome.Value is RegoObject, "data is an object");
        if (outcome.Value is { } value)
        {
            Must.Hold(value.ToString().Length > 0, "a value can be printed");
        }
    }
}
