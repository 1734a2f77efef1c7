using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>What v1 asks of a rule's form and v0 does not.</summary>
internal static class V1Rules
{
    public static void Check(Rule rule, List<Diagnostic> errors)
    {
        for (var current = rule; current is not null; current = current.Else)
        {
            CheckOne(current, errors);
        }
    }

    private static void CheckOne(Rule rule, List<Diagnostic> errors)
    {
        var what = rule.Head.Args.Length > 0 ? "function" : "rule";
        if (rule.Head.Reference is { Path: [VarTerm name] } && TokenKinds.IsKeyword(TokenKinds.OfWord(name.Name)))
        {
            Add($"{name.Name} keyword cannot be used for rule name");
        }

        if (!rule.HasWrittenBody && !rule.Head.HasWrittenValue && !rule.Head.IsMultiValue && !rule.IsDefault)
        {
            Add($"{what} must have value assignment and/or body declaration");
        }

        if (rule.HasWrittenBody && !rule.Head.UsesIf)
        {
            Add($"`if` keyword is required before {what} body");
        }

        if (rule.Head.IsMultiValue && !rule.Head.UsesContains)
        {
            Add("`contains` keyword is required for partial set rules");
        }

        void Add(string message) => errors.Add(new Diagnostic(DiagnosticCodes.Parse, message, rule.Span)
        {
            Details = message.StartsWith('`') ? ["a policy written for OPA before 1.0 is compiled as v0"] : [],
        });
    }
}
