using System.Collections.Immutable;
using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>Stage: types of rules, each after those it depends on, and what does not fit them.</summary>
internal static class TypeChecks
{
    public static void Run(Compilation compilation)
    {
        var errors = new List<Diagnostic>();
        foreach (var rule in compilation.Graph.Sorted)
        {
            CheckRule(compilation.Types, rule, errors);
        }

        foreach (var error in errors.OrderBy(e => e.Span.Source?.Name, StringComparer.Ordinal).ThenBy(e => e.Span.Start))
        {
            compilation.Report(error);
        }
    }

    public static void InQuery(Compilation compilation, ImmutableArray<Expr> body)
    {
        var errors = new List<Diagnostic>();
        new BodyTypeChecker(new TypeScope(compilation.Types), errors).Check(body);
        foreach (var error in errors)
        {
            compilation.Report(error);
        }
    }

    private static void CheckRule(TypeTree rules, RuleDraft rule, List<Diagnostic> errors)
    {
        var scope = new TypeScope(rules);
        var path = rule.Path.AsSpan()[1..];
        var ground = 0;
        while (ground < path.Length && path[ground] is ScalarTerm)
        {
            ground++;
        }

        // A default value has no body to stand in.
        var body = rule is { IsDefault: true, Value: { } value } ? [Equations.Name(rule.Names, value).Equation] : rule.Body;
        if (new BodyTypeChecker(scope, errors).Check(body) > 0)
        {
            rules.Put(path[..ground], RegoType.Any);
            return;
        }

        if (TypeOf(scope, rule, path[ground..]) is { } type)
        {
            rules.Insert(path[..ground], type);
        }
    }

    private static RegoType? TypeOf(TypeScope scope, RuleDraft rule, ReadOnlySpan<Term> tail)
    {
        if (rule.Args.Length > 0)
        {
            return Function(scope, rule);
        }

        if (rule.IsMultiValue)
        {
            // As OPA has it (v1/ast/check.go, checkRule): of an object of sets it knows no more than that it is one.
            return tail.IsEmpty
                ? scope.Of(rule.Key!) is { } element ? new SetType(element) : null
                : new ObjectType([], RegoType.Any, RegoType.Any);
        }

        return Nested(scope, tail, scope.Of(rule.Value!));
    }

    // The variables of a reference are keys of objects in objects.
    private static RegoType? Nested(TypeScope scope, ReadOnlySpan<Term> tail, RegoType? value)
    {
        for (var i = tail.Length - 1; i >= 0 && value is not null; i--)
        {
            value = scope.Of(tail[i]) is { } key ? TypeOperations.Bounded(new ObjectType([], key, value)) : null;
        }

        return value;
    }

    private static FunctionType? Function(TypeScope scope, RuleDraft rule)
    {
        foreach (var arg in rule.Args)
        {
            foreach (var name in VariableCollector.In(arg))
            {
                // Nothing in the body says what it is.
                if (scope.Variable(name) is null)
                {
                    scope.Set(name, RegoType.Any);
                }
            }
        }

        var arguments = rule.Args.Select(a => scope.Of(a) ?? RegoType.Any).ToList();
        return scope.Of(rule.Value!) is { } result ? new FunctionType(new Signature(arguments, null, result)) : null;
    }
}
