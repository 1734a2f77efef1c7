using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>Errors about types, with what was found and what was wanted.</summary>
internal static class TypeErrors
{
    /// <summary>Arguments that do not fit a function.</summary>
    public static Diagnostic Arguments(SourceSpan span, string function, string problem, IReadOnlyList<RegoType?> have, Signature want)
    {
        // The result counts: it may have been given as the last argument.
        var wanted = want.Arguments.Append(want.Result).Where(t => t is not null).Select(a => a!.ToString()!);
        if (want.Variadic is not null)
        {
            wanted = wanted.Append($"{want.Variadic}...");
        }

        return new Diagnostic(DiagnosticCodes.Type, $"{function}: {problem}", span)
        {
            Details =
            [
                $"have: ({string.Join(", ", have.Select(Shown))})",
                $"want: ({string.Join(", ", wanted)})",
            ],
        };
    }

    /// <summary>Sides of an equation that no value can have both.</summary>
    public static Diagnostic Match(SourceSpan span, RegoType? left, RegoType? right)
        => new(DiagnosticCodes.Type, "match error", span) { Details = [$"left  : {Shown(left)}", $"right : {Shown(right)}"] };

    /// <summary>A reference into something that has no parts.</summary>
    public static Diagnostic Unsupported(RefTerm reference, int at, RegoType? have)
    {
        var text = TermText.Of(reference);
        var length = TermText.Of(reference with { Path = reference.Path[..(at + 1)] }).Length;
        return Undefined(reference, [text, new string('^', length), $"have: {Shown(have)}"]);
    }

    /// <summary>A reference to a part that something does not have.</summary>
    public static Diagnostic Invalid(RefTerm reference, int at, RegoType? have, RegoType want, IEnumerable<ScalarTerm> oneOf)
    {
        var indent = new string(' ', TermText.Of(reference with { Path = reference.Path[..at] }).Length + 1);
        var names = string.Join(' ', oneOf.Select(Printer.Print).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return Undefined(reference,
        [
            TermText.Of(reference),
            $"{indent}^",
            have is null ? $"{indent}have: {TermText.Of(reference.Path[at])}" : $"{indent}have (type): {have}",
            names.Length > 0 ? $"{indent}want (one of): [{names}]" : $"{indent}want (type): {want}",
        ]);
    }

    /// <summary>The names of the parts that a type's values have.</summary>
    public static IEnumerable<ScalarTerm> KeysOf(RegoType? type) => type switch
    {
        ObjectType @object => @object.Static.Select(p => Term(p.Key)),
        UnionType union => union.Of.SelectMany(KeysOf),
        _ => [],
    };

    private static Diagnostic Undefined(RefTerm reference, IReadOnlyList<string> details)
        => new(DiagnosticCodes.Type, $"undefined ref: {TermText.Of(reference)}", reference.Span) { Details = details };

    private static string Shown(RegoType? type) => type?.ToString() ?? "???";

    private static ScalarTerm Term(RegoValue key) => key switch
    {
        RegoString s => new StringTerm(default, s.Value),
        RegoNull => new NullTerm(default),
        RegoBoolean b => new BooleanTerm(default, b.Equals(RegoBoolean.True)),
        _ => new NumberTerm(default, key.ToString()!),
    };
}
