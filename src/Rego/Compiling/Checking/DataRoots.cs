using System.Collections.Frozen;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checking;

/// <summary>Stage: the host may name the parts of <c>data</c> that policies read, as Gatekeeper does with <c>data.inventory</c> and libraries.</summary>
internal static class DataRoots
{
    public static void Check(Compilation compilation)
    {
        if (compilation.Options.AllowedDataRoots is not { } allowed)
        {
            return;
        }

        foreach (var rule in compilation.AllRules)
        {
            foreach (var reference in ExpressionWalker.References(rule))
            {
                if (reference.Head is VarTerm { Name: "data" } && !IsAllowed(compilation.Rules, allowed, reference))
                {
                    compilation.Report(
                        DiagnosticCodes.Compile,
                        reference.Span,
                        $"reference {TermText.Of(reference)} is not allowed: data may be read below {string.Join(", ", allowed.Order(StringComparer.Ordinal).Select(a => $"data.{a}"))} and in the policy's own packages");
                }
            }
        }
    }

    private static bool IsAllowed(RuleNode rules, FrozenSet<string> allowed, RefTerm reference)
    {
        var path = "";
        RuleNode? node = rules;
        foreach (var step in reference.Path.AsSpan()[1..])
        {
            if (step is not StringTerm name)
            {
                return false;
            }

            path = path.Length == 0 ? name.Value : $"{path}.{name.Value}";
            node = node?.Child(name);
            if (allowed.Contains(path) || node?.IsPackage == true)
            {
                return true;
            }
        }

        return false;
    }
}
