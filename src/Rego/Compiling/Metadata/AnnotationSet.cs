using System.Collections.Immutable;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Metadata;

/// <summary>All annotations of a compilation, by what they are about.</summary>
internal sealed class AnnotationSet
{
    private readonly Dictionary<Rule, List<AnnotationBlock>> _rules = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, AnnotationBlock> _packages = new(StringComparer.Ordinal);

    // Documents and subpackages share their places.
    private readonly Dictionary<string, AnnotationBlock> _paths = new(StringComparer.Ordinal);

    public AnnotationSet(Compilation compilation)
    {
        foreach (var module in compilation.Modules)
        {
            var rules = module.Rules.ToDictionary(r => r.Syntax, r => r, (IEqualityComparer<Rule>)ReferenceEqualityComparer.Instance);
            foreach (var block in new AnnotationReader(compilation, module.Syntax).Read())
            {
                Add(compilation, module, rules, block);
            }
        }
    }

    /// <summary>What <c>rego.metadata.rule()</c> gives.</summary>
    public Term OfRule(RuleDraft rule, SourceSpan span)
        => _rules.TryGetValue(rule.Syntax, out var blocks) ? blocks.MaxBy(b => b.Span.Start)!.Value : new ObjectTerm(span, []);

    /// <summary>What <c>rego.metadata.chain()</c> gives: the rule's annotations, then those of its document, package, and packages above.</summary>
    public Term Chain(RuleDraft rule, SourceSpan span)
    {
        var path = GroundPath(rule);
        var chain = ImmutableArray.CreateBuilder<Term>();
        if (_rules.TryGetValue(rule.Syntax, out var blocks))
        {
            foreach (var block in blocks.OrderByDescending(b => b.Span.Start))
            {
                chain.Add(Link(span, path, block));
            }
        }
        else
        {
            chain.Add(Link(span, path, null));
        }

        if (_paths.TryGetValue(KeyOf(path), out var document))
        {
            chain.Add(Link(span, path, document));
        }

        ImmutableArray<Term> package = [.. rule.Module.Package.AsSpan()[1..]];
        if (_packages.TryGetValue(KeyOf(package), out var own))
        {
            chain.Add(Link(span, package, own));
        }

        for (var length = package.Length; length > 0; length--)
        {
            var above = package[..length];
            if (_paths.TryGetValue(KeyOf(above), out var subpackages))
            {
                chain.Add(Link(span, above, subpackages));
            }
        }

        return new ArrayTerm(span, chain.ToImmutable());
    }

    private void Add(Compilation compilation, ModuleDraft module, Dictionary<Rule, RuleDraft> rules, AnnotationBlock block)
    {
        var package = KeyOf([.. module.Package.AsSpan()[1..]]);
        switch (block)
        {
            case { Scope: "rule", Target: Rule rule }:
                if (!_rules.TryGetValue(rule, out var blocks))
                {
                    _rules[rule] = blocks = [];
                }

                blocks.Add(block);
                break;
            case { Scope: "document", Target: Rule rule }:
                AddOnce(compilation, _paths, KeyOf(GroundPath(rules[rule])), block);
                break;
            case { Scope: "package" }:
                AddOnce(compilation, _packages, package, block);
                break;
            case { Scope: "subpackages" }:
                AddOnce(compilation, _paths, package, block);
                break;
        }
    }

    private static void AddOnce(Compilation compilation, Dictionary<string, AnnotationBlock> blocks, string key, AnnotationBlock block)
    {
        if (!blocks.TryAdd(key, block))
        {
            var other = blocks[key].Span;
            compilation.Report(
                DiagnosticCodes.Type, block.Span, $"{block.Scope} annotation redeclared: {other.Source?.Name}:{other.Line}");
        }
    }

    private static ObjectTerm Link(SourceSpan span, ImmutableArray<Term> path, AnnotationBlock? block)
    {
        var link = new ObjectTerm(span, [new ObjectPair(new StringTerm(span, "path"), new ArrayTerm(span, path))]);
        return block is null ? link : link with { Pairs = link.Pairs.Add(new ObjectPair(new StringTerm(span, "annotations"), block.Value)) };
    }

    private static ImmutableArray<Term> GroundPath(RuleDraft rule) => [.. rule.Path.Skip(1).TakeWhile(t => t is ScalarTerm)];

    private static string KeyOf(ImmutableArray<Term> path) => string.Join('\n', path.Select(Printer.Print));
}
