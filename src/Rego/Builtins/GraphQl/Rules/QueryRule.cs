namespace Bouncer.Rego.Builtins.GraphQl.Rules;

/// <summary>A rule of the specification for queries. One object a check: rules remember what they have seen.</summary>
internal abstract class QueryRule
{
    /// <summary>Looks at a variable before anything of its operation.</summary>
    public virtual void OnVariable(QueryWalk walk, Variable variable)
    {
    }

    public virtual void OnOperation(QueryWalk walk, Operation operation)
    {
    }

    public virtual void OnFragment(QueryWalk walk, Fragment fragment)
    {
    }

    public virtual void OnField(QueryWalk walk, FieldSelection field)
    {
    }

    public virtual void OnInlineFragment(QueryWalk walk, InlineFragment inline)
    {
    }

    public virtual void OnSpread(QueryWalk walk, FragmentSpread spread)
    {
    }

    public virtual void OnDirective(QueryWalk walk, Directive directive)
    {
    }

    /// <summary>Looks at all directives of one part together.</summary>
    public virtual void OnDirectives(QueryWalk walk, List<Directive> directives)
    {
    }

    public virtual void OnLiteral(QueryWalk walk, Literal literal)
    {
    }
}
