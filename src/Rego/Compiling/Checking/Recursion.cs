using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checking;

/// <summary>Stage: no rule may depend on itself.</summary>
internal static class Recursion
{
    public static void Check(Compilation compilation)
    {
        if (compilation.Graph.IsAcyclic())
        {
            return;
        }

        foreach (var rule in compilation.AllRules)
        {
            var cycle = compilation.Graph.CycleFrom(rule);
            if (cycle.Count > 0)
            {
                compilation.Report(
                    DiagnosticCodes.Recursion,
                    rule.Span,
                    $"rule {rule.DisplayPath} is recursive: {string.Join(" -> ", cycle.Select(r => r.DisplayPath))}");
            }
        }
    }
}
