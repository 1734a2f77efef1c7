using System.Runtime.CompilerServices;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Analysis;

/// <summary>
/// Follows parts of <c>input</c> to the operands of calls. Every variable of a rule, every rule and every parameter of a function has a
/// set of paths that only grows; rules are gone through until no set does. Functions are known by the last part of their names.
/// </summary>
internal sealed class InputFlow(IReadOnlyList<Module> modules, IReadOnlyCollection<string> builtins)
{
    // Paths can grow without end only if functions call themselves, which is no Rego; deep chains of calls need as many rounds.
    private const int MaxRounds = 16;
    private const int MaxSteps = 16;
    private const string Any = "*";

    private readonly Dictionary<string, HashSet<string>> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<CallTerm, RegoCallInputs> _calls = new(ReferenceEqualityComparer.Instance);
    private bool _isGrowing;
    private string _rule = "";
    private Dictionary<string, RefTerm> _imports = [];

    public IReadOnlyList<RegoCallInputs> Run()
    {
        for (var round = 0; round < MaxRounds && (round == 0 || _isGrowing); round++)
        {
            _isGrowing = false;
            foreach (var module in modules)
            {
                _imports = module.Imports.Where(i => i.Root == "input").GroupBy(i => i.Name).ToDictionary(g => g.Key, g => g.First().Path, StringComparer.Ordinal);
                for (var i = 0; i < module.Rules.Length; i++)
                {
                    _rule = $"{module.Span.Source?.Name}#{i}";
                    Visit(module.Rules[i]);
                }
            }
        }

        return [.. _calls.Values];
    }

    private void Visit(Rule first)
    {
        var head = first.Head;
        var name = LastPart(head.Reference);
        for (var i = 0; i < head.Args.Length; i++)
        {
            Bind(head.Args[i], PathsAt(ParameterKey(name, i)));
        }

        for (var rule = first; rule is not null; rule = rule.Else)
        {
            Visit(rule.Body);
            Add(RuleKey(name), Of(rule.Head.Value));
            Add(RuleKey(name), Of(rule.Head.Key));
        }
    }

    private void Visit(Body body)
    {
        foreach (var expression in body.Expressions)
        {
            switch (expression.Content)
            {
                case SomeIn some:
                    Bind(some.Value, Items(Of(some.Domain)));
                    break;
                case Every every:
                    Bind(every.Value, Items(Of(every.Domain)));
                    Visit(every.Body);
                    break;
                case CallTerm { Name: Operators.Assign or Operators.Unify, Args: [var left, var right] }:
                    Bind(left, Of(right));
                    Bind(right, Of(left));
                    break;
                case Term term:
                    Of(term);
                    break;
            }
        }
    }

    private void Bind(Term pattern, IEnumerable<string> paths)
    {
        if (pattern is VarTerm variable)
        {
            Add(VariableKey(variable.Name), paths);
        }
    }

    /// <summary>The paths of which a term may be a value. Calls in it are seen.</summary>
    private HashSet<string> Of(Term? term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case VarTerm variable:
                return OfName(variable.Name);
            case RefTerm reference:
                return Of(reference);
            case CallTerm call:
                return Of(call);
            case ArrayTerm array:
                return [.. array.Elements.SelectMany(Of)];
            case SetTerm set:
                return [.. set.Elements.SelectMany(Of)];
            case ObjectTerm @object:
                return [.. @object.Pairs.SelectMany(p => Of(p.Value))];
            case ComprehensionTerm comprehension:
                Visit(comprehension.Body);
                return Of(comprehension.Value);
            default:
                return [];
        }
    }

    private HashSet<string> OfName(string name)
        => name == "input" ? [""]
            : _imports.TryGetValue(name, out var import) ? Of(import)
            : [.. PathsAt(VariableKey(name)), .. PathsAt(RuleKey(name))];

    private HashSet<string> Of(RefTerm reference)
    {
        if (reference.Head is VarTerm { Name: "data" })
        {
            return PathsAt(RuleKey(LastPart(reference)));
        }

        var paths = Of(reference.Head);
        foreach (var step in reference.Path.AsSpan()[1..])
        {
            Of(step);
            paths = Step(paths, step is StringTerm name ? name.Value : Any);
        }

        return paths;
    }

    private HashSet<string> Of(CallTerm call)
    {
        var operands = call.Args.Select(Of).ToArray();
        var name = call.Name ?? "";
        if (builtins.Contains(name))
        {
            _calls[call] = new RegoCallInputs(name, [.. operands.Select(o => o.ToHashSet(StringComparer.Ordinal))]);
        }

        switch (name)
        {
            case "object.get" when call.Args.Length == 3:
                return [.. Keys(call.Args[1]).Aggregate(operands[0], Step), .. operands[2]];
            case "array.concat" or "union" or "or" or "array.reverse" or "cast_array":
                return [.. operands.SelectMany(o => o)];
        }

        var function = LastPart(call.Operator);
        for (var i = 0; i < operands.Length; i++)
        {
            Add(ParameterKey(function, i), operands[i]);
        }

        return PathsAt(RuleKey(function));
    }

    private static IEnumerable<string> Keys(Term key) => key switch
    {
        StringTerm name => [name.Value],
        ArrayTerm path => path.Elements.Select(e => e is StringTerm name ? name.Value : Any),
        _ => [Any],
    };

    private static HashSet<string> Items(HashSet<string> paths) => Step(paths, Any);

    private static HashSet<string> Step(HashSet<string> paths, string name)
        => [.. paths.Where(p => p.Count(c => c == '.') < MaxSteps).Select(p => p.Length == 0 ? name : $"{p}.{name}")];

    private void Add(string key, IEnumerable<string> paths)
    {
        foreach (var path in paths.ToArray())
        {
            if (!_paths.TryGetValue(key, out var known))
            {
                _paths[key] = known = new HashSet<string>(StringComparer.Ordinal);
            }

            _isGrowing |= known.Add(path);
        }
    }

    private HashSet<string> PathsAt(string key) => _paths.TryGetValue(key, out var paths) ? paths : [];

    private string VariableKey(string name) => $"{_rule}/{name}";

    private static string RuleKey(string name) => $"rule {name}";

    private static string ParameterKey(string function, int index) => FormattableString.Invariant($"parameter {function} {index}");

    private static string LastPart(RefTerm reference)
        => reference.Path.Reverse().Select(t => t switch { StringTerm s => s.Value, VarTerm v when !v.IsWildcard => v.Name, _ => null }).FirstOrDefault(n => n is not null) ?? "";
}
