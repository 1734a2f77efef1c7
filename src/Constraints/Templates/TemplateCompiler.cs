using System.Globalization;
using Bouncer.Constraints.Prefixes;
using Bouncer.Constraints.Reading;
using Bouncer.Rego;
using Bouncer.Rego.Analysis;
using Bouncer.Rego.Text;

namespace Bouncer.Constraints.Templates;

/// <summary>
/// Compiles a template's Rego: the rules in a package of our own, whatever theirs is called, and libraries below <c>lib</c>, each
/// template in a policy of its own. Rules see <c>data.inventory</c> and their libraries, nothing else of <c>data</c>.
/// </summary>
internal static class TemplateCompiler
{
    private const string Package = "template";
    private const string Inventory = "inventory";
    private const string Ingest = "Could not ingest Rego: ";

    /// <summary>Compiles; null with problems if that fails.</summary>
    public static CompiledTemplate? Compile(TemplateCode code, TemplateOptions options, ProblemList problems)
    {
        var before = problems.Count;
        var entry = new RegoModule(code.Path, code.Rego, code.Version) { Package = Package };
        List<RegoModule> modules = [entry, .. code.Libraries.Select(l => new RegoModule(l.Path, l.Value, code.Version))];
        var outlines = modules.Select(RegoOutline.Of).ToList();
        CheckRules(outlines[0], code.Path, problems);
        foreach (var outline in outlines.Skip(1))
        {
            CheckPackage(outline, problems);
        }

        var compilation = RegoPolicy.Compile(modules, new RegoPolicyOptions
        {
            DisabledBuiltins = options.DisabledBuiltins,
            AllowedDataRoots = [Inventory],
            EnablePrint = options.EnablePrint,
        });
        Add(compilation.Diagnostics, problems);
        if (compilation.Policy is not { } policy || problems.Count > before)
        {
            return null;
        }

        var query = policy.Prepare($"data.{Package}.violation");
        Add(query.Diagnostics, problems);
        return query.Query is not { } violations ? null : new CompiledTemplate(
            policy,
            violations,
            outlines.Any(o => o!.DataReferences.Any(r => r is Inventory || r.StartsWith(Inventory + ".", StringComparison.Ordinal))),
            PrefixParameters.Of(modules));
    }

    private static void CheckRules(RegoOutline? outline, string path, ProblemList problems)
    {
        if (outline is not null && !outline.Rules.Contains("violation"))
        {
            problems.Add(
                ProblemCode.Ingest,
                "invalid ConstraintTemplate: invalid rego: invalid module: missing required rules: [violation]",
                path);
        }
    }

    private static void CheckPackage(RegoOutline? outline, ProblemList problems)
    {
        if (outline is not null && outline.Package != "lib" && !outline.Package.StartsWith("lib.", StringComparison.Ordinal))
        {
            problems.Add(
                ProblemCode.Ingest,
                $"invalid ConstraintTemplate: path data.{outline.Package} not found in lib prefixes: a library's package must be below lib, such as \"package lib.{outline.Package}\"",
                PlaceOf(outline.PackageSpan));
        }
    }

    private static void Add(IEnumerable<Diagnostic> diagnostics, ProblemList problems)
    {
        foreach (var diagnostic in diagnostics)
        {
            problems.Add(
                diagnostic.Code == DiagnosticCodes.Parse ? ProblemCode.Parse : ProblemCode.Ingest,
                Ingest + diagnostic.Render(),
                PlaceOf(diagnostic.Span));
        }
    }

    private static string? PlaceOf(SourceSpan span)
        => span.Source is null ? null : string.Create(CultureInfo.InvariantCulture, $"{span.Source.Name}:{span.Position.Line}:{span.Position.Column}");
}
