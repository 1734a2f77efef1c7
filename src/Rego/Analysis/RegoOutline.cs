using Bouncer.Rego.Compiling;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Analysis;

/// <summary>What a host may want to know of a module before it compiles it.</summary>
/// <param name="Package">The package, dotted and without <c>data</c>.</param>
/// <param name="PackageSpan">Where the module says so.</param>
/// <param name="Rules">The names of its rules, in the order of the text; one for each rule.</param>
/// <param name="DataReferences">What its rules and imports refer to below <c>data</c>: the dotted paths, without <c>data</c>, up to the
/// first part that is not a constant name. Empty text is <c>data</c> itself.</param>
public sealed record RegoOutline(string Package, SourceSpan PackageSpan, IReadOnlyList<string> Rules, IReadOnlyList<string> DataReferences)
{
    /// <summary>The outline of a module; null if it does not parse: <see cref="RegoPolicy.Compile"/> says why.</summary>
    public static RegoOutline? Of(RegoModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (Parser.ParseModule(module.Source, RegoPolicy.VersionOf(module.Version)).Value is not { } parsed)
        {
            return null;
        }

        var references = new ReferenceCollector();
        try
        {
            foreach (var rule in parsed.Rules)
            {
                references.Collect(rule);
            }
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }

        return new RegoOutline(
            PathOf(parsed.Package.Path),
            parsed.Package.Span,
            [.. parsed.Rules.Select(r => NameOf(r.Head.Reference))],
            [.. parsed.Imports.Select(i => i.Path).Concat(references.Found).Where(r => r.Head is VarTerm { Name: "data" }).Select(PathOf).Distinct()]);
    }

    private static string PathOf(RefTerm reference)
        => string.Join('.', reference.Path.Skip(1).TakeWhile(t => t is StringTerm).Select(t => ((StringTerm)t).Value));

    private static string NameOf(RefTerm reference) => reference.Head is VarTerm name ? name.Name : "";

    /// <summary>Collects the references of rules. Nothing is rewritten.</summary>
    private sealed class ReferenceCollector : SyntaxRewriter
    {
        public List<RefTerm> Found { get; } = [];

        public void Collect(Rule? rule)
        {
            for (; rule is not null; rule = rule.Else)
            {
                foreach (var term in rule.Head.Args.Append(rule.Head.Key).Append(rule.Head.Value).Concat(rule.Head.Reference.Path.Skip(1)))
                {
                    _ = term is null ? null : Rewrite(term);
                }

                Rewrite(rule.Body);
            }
        }

        public override Term Rewrite(Term term)
        {
            if (term is RefTerm reference)
            {
                Found.Add(reference);
            }
            else if (term is CallTerm call)
            {
                Found.Add(call.Operator);
            }

            return base.Rewrite(term);
        }
    }
}
