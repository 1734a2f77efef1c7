using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Checking;

/// <summary>Stage: rules of one place are of one kind, and no rule stands where another one's value or a package is.</summary>
internal static class RuleConflicts
{
    public static void Check(Compilation compilation)
    {
        foreach (var node in RuleTree.All(compilation.Rules))
        {
            if (node.Drafts.Count > 0 && Conflict(node) is { } message)
            {
                compilation.Report(DiagnosticCodes.Type, node.Drafts[0].Span, message);
            }
            else if (node.Drafts.Where(r => r.IsDefault).ToArray() is { Length: > 1 } defaults)
            {
                var places = string.Join(", ", defaults.Select(Place));
                compilation.Report(
                    DiagnosticCodes.Type,
                    defaults[0].Module.Syntax.Package.Span,
                    $"multiple default rules {node.Drafts[^1].DisplayPath} found at {places}");
            }
        }

        CheckPackages(compilation);
    }

    private static string? Conflict(RuleNode node)
    {
        var name = node.Drafts[^1].DisplayPath;

        // A rule whose reference has variables leaves room for others below it; one value does not.
        if (node.Drafts.Any(r => r.HasGroundReference) && node.Children.Count > 0)
        {
            var below = RuleTree.All(node).Skip(1).SelectMany(n => n.Drafts).OrderBy(SortKey, StringComparer.Ordinal)
                .Select(r => r.DisplayPath).Distinct(StringComparer.Ordinal).ToArray();
            if (below.Length > 0)
            {
                return $"rule {name} conflicts with [{string.Join(' ', below)}]";
            }
        }

        var complete = node.Drafts.Count(r => !r.IsMultiValue && r.HasGroundReference);
        var isMixed = node.Drafts.Select(r => r.IsMultiValue).Distinct().Count() > 1
            || node.Drafts.Select(r => r.Args.Length).Distinct().Count() > 1
            || (complete > 0 && complete < node.Drafts.Count);
        return isMixed ? $"conflicting rules {name} found" : null;
    }

    private static void CheckPackages(Compilation compilation)
    {
        foreach (var module in compilation.Modules)
        {
            foreach (var rule in module.Rules)
            {
                if (!rule.HasGroundReference || rule.Node is not { IsPackage: true } node)
                {
                    continue;
                }

                var other = compilation.Modules.First(m => ReferenceEquals(RuleTree.Find(compilation.Rules, m.Package.AsSpan()), node));
                var package = Printer.Print(other.Syntax.Package);
                compilation.Report(
                    DiagnosticCodes.Type,
                    module.Syntax.Package.Span,
                    $"{package} conflicts with rule {TermText.Of(new RefTerm(rule.Span, rule.Reference))} defined at {Place(rule)}");
            }
        }
    }

    private static string SortKey(RuleDraft rule)
        => string.Join('\0', rule.Path.Select(s => s is StringTerm text ? text.Value : Printer.Print(s)));

    private static string Place(RuleDraft rule) => $"{rule.Span.Source?.Name}:{rule.Span.Line}";
}
