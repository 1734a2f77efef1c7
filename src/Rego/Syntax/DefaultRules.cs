using Bouncer.Rego.Text;

namespace Bouncer.Rego.Syntax;

/// <summary>What a default rule may say: its value must be known without evaluating anything but a comprehension.</summary>
internal static class DefaultRules
{
    public static bool Check(Rule rule, List<Diagnostic> errors)
    {
        var before = errors.Count;
        if (rule.Head.Value is null)
        {
            Add("must have a value");
        }
        else
        {
            CheckValue(rule.Head.Value);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var arg in rule.Head.Args)
        {
            if (arg is not VarTerm v)
            {
                Add($"arguments cannot contain {TermNames.Of(arg)}");
            }
            else if (!seen.Add(v.Name))
            {
                Add($"arguments cannot be repeated {v.Name}");
            }
        }

        return errors.Count == before;

        void Add(string what) => errors.Add(new Diagnostic(DiagnosticCodes.Parse, $"illegal default rule ({what})", rule.Span));

        void CheckValue(Term term)
        {
            switch (term)
            {
                case RefTerm or VarTerm or CallTerm:
                    Add($"value cannot contain {TermNames.Of(term)}");
                    break;
                case ArrayTerm array:
                    array.Elements.AsSpan().ForEach(CheckValue);
                    break;
                case SetTerm set:
                    set.Elements.AsSpan().ForEach(CheckValue);
                    break;
                case ObjectTerm @object:
                    foreach (var (key, value) in @object.Pairs)
                    {
                        CheckValue(key);
                        CheckValue(value);
                    }

                    break;
            }
        }
    }

    private static void ForEach(this ReadOnlySpan<Term> terms, Action<Term> action)
    {
        foreach (var term in terms)
        {
            action(term);
        }
    }
}
