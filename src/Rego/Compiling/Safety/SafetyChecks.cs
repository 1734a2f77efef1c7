using System.Collections.Immutable;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Safety;

/// <summary>Stages: every variable gets its value before it is needed.</summary>
internal static class SafetyChecks
{
    /// <summary>The variables of a head are those of its body or parameters.</summary>
    public static void Heads(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            var bound = VariableCollector.In(rule.Body, Skip.ForSafety);
            foreach (var arg in rule.Args)
            {
                VariableCollector.Add(bound, arg, Skip.None);
            }

            // A default value is a constant, or a closure that is looked at with bodies.
            var names = VariableCollector.In(rule.IsDefault ? null : rule.Value);
            foreach (var term in rule.Reference.Skip(1).Append(rule.Key))
            {
                if (term is not null)
                {
                    VariableCollector.Add(names, term, Skip.None);
                }
            }

            names.ExceptWith(bound);
            foreach (var name in names.Where(n => !VariableNames.IsGenerated(n)).Select(VariableNames.Original).Order(StringComparer.Ordinal))
            {
                compilation.Report(DiagnosticCodes.UnsafeVariable, rule.Span, $"var {Shown(name)} is unsafe");
            }
        }
    }

    /// <summary>The bodies of rules, put in order.</summary>
    public static void Bodies(Compilation compilation)
    {
        foreach (var rule in compilation.AllRules)
        {
            var globals = ReservedNames();
            foreach (var arg in rule.Args)
            {
                VariableCollector.Add(globals, arg, Skip.None);
            }

            rule.Body = Body(compilation, rule.Body, globals);
            if (rule is { IsDefault: true, Value: { } value } && TermShape.RequiresEvaluation(value))
            {
                var (_, equation) = Equations.Name(rule.Names, value);
                if (Body(compilation, [equation], globals) is [{ Content: CallTerm { Args: [_, var ordered] } }])
                {
                    rule.Value = ordered;
                }
            }
        }
    }

    /// <summary>A body, put in order; as it was if that cannot be done, which is reported.</summary>
    public static ImmutableArray<Expr> Body(Compilation compilation, ImmutableArray<Expr> body, HashSet<string> globals)
    {
        var order = new BodyOrder(compilation);
        var ordered = order.Order(body, globals);
        if (order.Unsafe.Count == 0)
        {
            return ordered;
        }

        Report(compilation, order.Unsafe);
        return body;
    }

    public static HashSet<string> ReservedNames() => new(["input", "data"], StringComparer.Ordinal);

    // One error a variable, where it is needed first. If nobody wrote the variables, the expressions are named.
    private static void Report(Compilation compilation, IReadOnlyDictionary<Expr, HashSet<string>> @unsafe)
    {
        var first = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        foreach (var (expression, names) in @unsafe)
        {
            foreach (var name in names.Where(n => !VariableNames.IsGenerated(n)))
            {
                if (!first.TryGetValue(name, out var known) || expression.Span.Start < known.Start)
                {
                    first[name] = expression.Span;
                }
            }
        }

        foreach (var (name, span) in first.OrderBy(e => e.Value.Start).ThenBy(e => e.Key, StringComparer.Ordinal))
        {
            var original = VariableNames.Original(name);
            var hint = original is "in" or "every" or "if" or "contains"
                ? $" (hint: `import future.keywords.{original}` to import a future keyword)"
                : "";
            compilation.Report(DiagnosticCodes.UnsafeVariable, span, $"var {Shown(original)} is unsafe{hint}");
        }

        if (first.Count > 0)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (expression, names) in @unsafe.OrderBy(e => e.Key.Span.Start))
        {
            var before = seen.Count;
            seen.UnionWith(names);
            if (seen.Count > before)
            {
                compilation.Report(DiagnosticCodes.UnsafeVariable, expression.Span, "expression is unsafe");
            }
        }
    }

    private static string Shown(string name) => VariableNames.IsWildcard(name) ? "_" : name;
}
