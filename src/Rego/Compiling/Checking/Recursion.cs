using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checking;

/// <summary>Stage: no rule may depend on itself.</summary>
internal static class Recursion
{
    // A longer circle is cut in the middle.
    private const int MaxShown = 20;

    public static void Check(Compilation compilation)
    {
        if (compilation.Graph.IsAcyclic)
        {
            return;
        }

        foreach (var rule in compilation.AllRules)
        {
            if (compilation.IsFull)
            {
                return;
            }

            var cycle = compilation.Graph.CycleFrom(rule);
            if (cycle.Count > 0)
            {
                compilation.Report(
                    DiagnosticCodes.Recursion,
                    rule.Span,
                    $"rule {rule.DisplayPath} is recursive: {Shown(cycle)}");
            }
        }
    }

    private static string Shown(List<RuleDraft> cycle)
    {
        var names = cycle.Count <= MaxShown
            ? cycle.Select(r => r.DisplayPath)
            : [.. cycle.Take(MaxShown / 2).Select(r => r.DisplayPath), "...", .. cycle.TakeLast(MaxShown / 2).Select(r => r.DisplayPath)];
        return string.Join(" -> ", names);
    }
}
