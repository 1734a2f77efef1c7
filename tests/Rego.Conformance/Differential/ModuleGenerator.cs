using System.Globalization;
using System.Text;

namespace Bouncer.Rego.Conformance.Differential;

/// <summary>
/// Makes modules that use much of the language in few lines. Rules refer to earlier ones only, so that none is recursive; most
/// variables are bound where they are used; types are mostly those of the input, which a compiler does not know.
/// </summary>
internal sealed class ModuleGenerator(int seed)
{
    public const string Input = """
        {"a": 1, "b": [3, 1, 2, 1], "c": {"x": 1, "y": "one", "z": [1, 2]}, "s": "hello", "t": true, "f": false, "n": null,
         "l": [[1, 2], [3], []], "o": [{"k": "p", "v": 1}, {"k": "q", "v": 2}, {"k": "p", "v": 3}], "m": {"p": {"q": 1}, "r": {"q": 2}}, "e": [],
         "k": {"p": "p", "q": "q", "one": 1, "two": 2, "zero": 0, "yes": true}}
        """;

    public const string Data = """{"d": {"x": {"y": 1, "z": [1, 2, 3]}, "list": ["p", "q"]}, "test": {"base": {"k": 1}}, "lib": {"a": {"k": 1, "deep": {"y": 2}}, "b": {"q": 5}}}""";

    /// <summary>Rules that the generated ones use, partly where base documents are as well.</summary>
    public const string Library = """
        package lib.a
        q := input.a
        set contains x if { some x in input.b }
        obj[k] := v if { some k, v in input.c }
        general[x].sub[y] := 1 if { some x in ["p", "q"]; some y in input.l[0] }
        groups[x] contains y if { some o in input.o; x := o.k; y := o.v }
        deep.x := 1
        bad := x if { some x in input.b }
        twice(x) := [x, x]
        default pick(_) := "none"
        pick({"k": "p", "v": v}) := v
        pick([x, _]) := x
        """;

    private static readonly string[] s_collections =
        ["input.b", "input.c", "input.l", "input.o", "input.m", "input.e", "data.d.x", "data.d.list", "[input.a, input.k.two, 3]", "{input.k.one, 2}", "{\"p\": input.a, \"q\": 2}", "input.missing", "data.test.base", "input.l[0]", "input.c.z", "{x | x := input.b[_]}", "data.d", "input", "data.lib.a.set", "data.lib.a.obj", "data.lib.a.general", "data.lib.a.groups", "data.lib.a.deep", "data.lib.b", "data.lib.a.general.p.sub", "data.lib.a.groups.p"];

    private static readonly string[] s_scalars =
    [
        "1", "\"p\"", "null", "input.a", "input.s", "input.c.x", "input.t", "input.f", "input.n", "input.missing", "data.d.x.y",
        "input.k.p", "input.k.q", "input.k.one", "input.k.two", "input.k.zero", "input.k.yes", "data.d.list[0]", "input.o[0].k", "input.l[1][0]", "input.c.y",
    ];

    private readonly Random _random = new(seed);
    private readonly List<(string Name, RuleKind Kind)> _rules = [];
    private readonly List<string> _variables = [];
    private int _names;

    private enum RuleKind
    {
        Complete,
        Set,
        Object,
        Function,
    }

    /// <summary>The names of the module's rules that have documents.</summary>
    public IEnumerable<string> Documents => _rules.Where(r => r.Kind != RuleKind.Function).Select(r => r.Name);

    /// <summary>A module of package <c>test</c>.</summary>
    public string Module()
    {
        var text = new StringBuilder("package test\n\n");
        for (var i = 0; i < 2 + _random.Next(4); i++)
        {
            Rule(text, $"r{i}");
        }

        return text.ToString();
    }

    private void Rule(StringBuilder text, string name)
    {
        var kind = (RuleKind)_random.Next(4);
        var most = kind is RuleKind.Set or RuleKind.Object || Chance(4) ? 3 : 1;
        for (var definitions = 1 + _random.Next(most); definitions > 0; definitions--)
        {
            _variables.Clear();
            switch (kind)
            {
                case RuleKind.Complete:
                    if (definitions == 1 && Chance(3))
                    {
                        text.Append(CultureInfo.InvariantCulture, $"default {name} := {Pick("0", "false", "[]", "{\"a\": 1}")}\n");
                    }

                    var body = Body(1 + _random.Next(3));
                    text.Append(CultureInfo.InvariantCulture, $"{name} := {Term(1)} if {{ {body} }}{Else()}\n");
                    break;
                case RuleKind.Set:
                    body = Body(1 + _random.Next(3));
                    text.Append(CultureInfo.InvariantCulture, $"{name} contains {Term(1)} if {{ {body} }}\n");
                    break;
                case RuleKind.Object:
                    body = Body(1 + _random.Next(3));
                    var (key, value) = (Variable() ?? "\"k\"", Term(1));
                    text.Append(Chance(4)
                        ? $"{name}[{key}] contains {value} if {{ {body} }}\n"
                        : Chance(4) ? $"{name}[{key}].sub[{Scalar()}] := {value} if {{ {body} }}\n" : $"{name}[{key}] := {value} if {{ {body} }}\n");
                    break;
                default:
                    var argument = NewVariable();
                    body = Body(1 + _random.Next(2));
                    text.Append(CultureInfo.InvariantCulture, $"{name}({argument}) := {Term(1)} if {{ {body} }}{Else()}\n");
                    break;
            }
        }

        _rules.Add((name, kind));
    }

    private string Else()
    {
        if (!Chance(4))
        {
            return "";
        }

        // The body's variables are not seen by the other branch.
        _variables.Clear();
        return $" else := {Scalar()}" + (Chance(2) ? $" if {{ {Body(1)} }}" : "");
    }

    private string Body(int expressions)
    {
        var parts = new List<string>();
        for (var i = 0; i < expressions; i++)
        {
            parts.Add(Expression());
        }

        return string.Join("; ", parts);
    }

    private string Expression()
    {
        switch (_random.Next(15))
        {
            case 0 or 1:
                var term = Term(2);
                return $"{NewVariable()} := {term}";
            case 2 or 3:
                var collection = Collection();
                return $"some {NewVariable()} in {collection}";
            case 4:
                collection = Collection();
                return $"some {NewVariable()}, {NewVariable()} in {collection}";
            case 5:
                collection = Collection();
                return $"{NewVariable()} := {collection}[{NewIndex()}]";
            case 6:
                return $"{Term(1)} {Pick("==", "!=", "<", ">", "<=", ">=")} {Term(1)}";
            case 7:
                return Isolated(() => $"not {Term(2)}");
            case 8:
                return Isolated(() => $"not {Term(1)} {Pick("==", "!=")} {Term(1)}");
            case 9:
                return Isolated(() =>
                {
                    var domain = Collection();
                    var variable = NewVariable();
                    return $"every {variable} in {domain} {{ {variable} {Pick("!=", "==", ">")} {Term(1)} }}";
                });
            case 10:
                return $"{Term(1)} in {Collection()}";
            case 11:
                var value = Scalar();
                return With($"{NewVariable()} := {RuleOr("input.a")}", value);
            case 12:
                return $"[{NewVariable()}, {Pick("_", "input.a", "input.k.two", NewVariable())}] = {Pick("input.l[_]", "input.l[0]", "[1, 2]", "data.d.list")}";
            case 13 when Chance(2):
                return Pick(
                    $"{NewVariable()} := data.lib[{Pick("_", "input.missing", NewVariable())}].q",
                    $"data.lib.a.general[{NewVariable()}].sub[{Variable() ?? "_"}]",
                    $"data.lib.a.groups[{Variable() ?? "input.k.p"}][{NewVariable()}]",
                    $"{NewVariable()} := data.lib.a[{Variable() ?? "input.k.q"}]",
                    $"walk({Collection()}, [{NewVariable()}, {NewVariable()}])",
                    $"{NewVariable()} := data.lib.a.pick({Pick("input.o[_]", "input.l[0]", "input.a")})",
                    $"{NewVariable()} := data.lib.a.twice({Term(0)}) with data.lib.a.twice as {Pick("count", "data.lib.a.pick", "3")}",
                    $"{NewVariable()} := data.lib.a.q with data.lib.a.q as {Term(0)}",
                    $"{NewVariable()} := data.lib.a.set with input.b as {Pick("input.l[0]", "[]", "input.c")}",
                    $"{NewVariable()} := data.lib.a.groups with input.o as input.o with data.lib.b as 1",
                    $"{{\"x\": {NewVariable()}, \"y\": _, \"z\": [_, {NewVariable()}]}} = input.c");
            case 13:
                return $"{Collection()}[{Variable() ?? "_"}]";
            default:
                return Term(2);
        }
    }

    private string With(string expression, string value)
        => $"{expression} with {Pick("input.a", "input.c.x", "data.d.x.y", "input", "data.d.list", "input.b")} as {value}";

    private string Term(int depth)
    {
        if (depth == 0)
        {
            return Chance(2) ? Variable() ?? Scalar() : Scalar();
        }

        return _random.Next(16) switch
        {
            0 or 1 or 2 or 3 => Variable() ?? Scalar(),
            4 => Scalar(),
            5 => Collection(),
            6 => RuleOr(Scalar()),
            7 => RuleOr(Collection()),
            8 => $"[{Term(depth - 1)}, {Term(depth - 1)}]",
            9 => $"{{{Quoted("k")}: {Term(depth - 1)}}}",
            10 => $"{{{Term(depth - 1)}}}",
            11 => Isolated(() =>
            {
                var body = Body(1 + _random.Next(2));
                return Chance(3) ? $"{{{Term(0)} | {body}}}" : $"[{Term(0)} | {body}]";
            }),
            12 => Isolated(() =>
            {
                var body = Body(1 + _random.Next(2));
                return $"{{{Term(0)}: {Term(0)} | {body}}}";
            }),
            13 => $"{Pick("count", "sum", "max", "sort", "to_number", "upper", "type_name", "json.marshal", "is_string")}({Operand(depth - 1)})",
            14 => $"{Pick("object.get", "array.slice", "replace")}({Operand(depth - 1)}, {Operand(0)}, {Operand(0)})",
            _ => $"{Operand(depth - 1)} {Pick("+", "-", "*", "|", "&")} {Operand(0)}",
        };
    }

    // What a compiler cannot know the type of: a wrong type is found by the evaluation then.
    private string Operand(int depth) => Chance(3) && depth > 0
        ? RuleOr("input.b")
        : Variable() ?? Pick("input.a", "input.s", "input.b", "input.c", "data.d.list", "input.l", "input.missing");

    private string RuleOr(string other)
    {
        if (_rules.Count == 0)
        {
            return other;
        }

        var (name, kind) = _rules[_random.Next(_rules.Count)];
        return kind switch
        {
            RuleKind.Function => $"{name}({Term(0)})",
            RuleKind.Set or RuleKind.Object when Chance(2) => $"{name}[{Variable() ?? Pick("_", "\"p\"", "1")}]",
            _ => name,
        };
    }

    private string Collection() => Chance(5) ? RuleOr(Pick(s_collections)) : Pick(s_collections);

    private string Scalar() => Pick(s_scalars);

    private string NewIndex() => Chance(2) ? "_" : NewVariable(isIndex: true);

    private string NewVariable(bool isIndex = false)
    {
        var name = $"v{_names++}";
        if (isIndex)
        {
            // Undeclared, and bound by the reference.
            _variables.Add(name);
            return name;
        }

        _variables.Add(name);
        return name;
    }

    private string? Variable() => _variables.Count == 0 ? null : _variables[_random.Next(_variables.Count)];

    /// <summary>Something whose variables are not seen outside.</summary>
    private string Isolated(Func<string> make)
    {
        var before = _variables.Count;
        var made = make();
        _variables.RemoveRange(before, _variables.Count - before);
        return made;
    }

    private static string Quoted(string text) => $"\"{text}\"";

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Pick(params string[] from) => from[_random.Next(from.Length)];
}
