using System.Collections.Immutable;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling;

/// <summary>A module while the stages work on it.</summary>
internal sealed class ModuleDraft
{
    public ModuleDraft(Module syntax)
    {
        Syntax = syntax;
        Package = syntax.Package.Path.Path;
        Rules = [.. syntax.Rules.Select(r => new RuleDraft(r, this, new VariableNames()))];
    }

    public Module Syntax { get; }

    /// <summary>The package's path, <c>data</c> included.</summary>
    public ImmutableArray<Term> Package { get; }

    public List<RuleDraft> Rules { get; }

    /// <summary>Whether v1's checks apply.</summary>
    public bool IsStrictV1 => Syntax.IsStrictV1;

    /// <summary>The rules with their else branches.</summary>
    public IEnumerable<RuleDraft> AllRules
    {
        get
        {
            foreach (var rule in Rules)
            {
                for (var current = rule; current is not null; current = current.Else)
                {
                    yield return current;
                }
            }
        }
    }
}

/// <summary>A rule while the stages work on it: the parts of its head and its body as far as they have come.</summary>
internal sealed class RuleDraft
{
    public RuleDraft(Rule syntax, ModuleDraft module, VariableNames names)
    {
        Syntax = syntax;
        Module = module;
        Names = names;
        Reference = syntax.Head.Reference.Path;
        Args = syntax.Head.Args;
        Key = syntax.Head.IsMultiValue ? syntax.Head.Key : null;
        Value = syntax.Head.Value;
        Body = syntax.Body.Expressions;
        Else = syntax.Else is null ? null : new RuleDraft(syntax.Else, module, names);
    }

    public Rule Syntax { get; }

    public ModuleDraft Module { get; }

    /// <summary>Gives names to variables; one for a rule with its else branches.</summary>
    public VariableNames Names { get; }

    public SourceSpan Span => Syntax.Span;

    public bool IsDefault => Syntax.IsDefault;

    /// <summary>The head's reference as written: the rule's name first.</summary>
    public ImmutableArray<Term> Reference { get; set; }

    public ImmutableArray<Term> Args { get; set; }

    public Term? Key { get; set; }

    public Term? Value { get; set; }

    public ImmutableArray<Expr> Body { get; set; }

    public RuleDraft? Else { get; }

    public bool IsMultiValue => Value is null;

    public bool HasGroundReference => Reference.Length == 1 || Reference.AsSpan()[1..].ToArray().All(t => t is ScalarTerm);

    /// <summary>The whole reference, <c>data</c> and package included; the rule's name is a string in it.</summary>
    public ImmutableArray<Term> Path
    {
        get
        {
            var name = (VarTerm)Reference[0];
            return [.. Module.Package, new StringTerm(name.Span, name.Name), .. Reference.AsSpan()[1..]];
        }
    }

    /// <summary>The place in the tree of rules.</summary>
    public RuleNode? Node { get; set; }

    /// <summary>The path as messages show it, without the marks of the stages.</summary>
    public string DisplayPath => TermText.Of(new RefTerm(Span, Path));
}
