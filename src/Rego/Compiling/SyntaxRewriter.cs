using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling;

/// <summary>
/// Rebuilds trees of terms and expressions; what does not change stays the same object. A stage overrides what it is about.
/// </summary>
internal abstract class SyntaxRewriter
{
    public virtual Term Rewrite(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return term switch
        {
            VarTerm v => RewriteVariable(v),
            RefTerm r => RewriteReference(r),
            CallTerm c => RewriteCall(c),
            ArrayTerm a => Rewrite(a.Elements) is var elements && elements == a.Elements ? a : a with { Elements = elements },
            SetTerm s => Rewrite(s.Elements) is var elements && elements == s.Elements ? s : s with { Elements = elements },
            ObjectTerm o => RewriteObject(o),
            ComprehensionTerm c => RewriteComprehension(c),
            TemplateStringTerm t => RewriteTemplate(t),
            _ => term,
        };
    }

    public virtual Body Rewrite(Body body)
    {
        ImmutableArray<Expr>.Builder? changed = null;
        var expressions = body.Expressions;
        for (var i = 0; i < expressions.Length; i++)
        {
            var rewritten = Rewrite(expressions[i]);
            if (changed is null && !ReferenceEquals(rewritten, expressions[i]))
            {
                changed = ImmutableArray.CreateBuilder<Expr>(expressions.Length);
                changed.AddRange(expressions, i);
            }

            changed?.Add(rewritten);
        }

        return changed is null ? body : body with { Expressions = changed.MoveToImmutable() };
    }

    public virtual Expr Rewrite(Expr expression)
    {
        var content = RewriteContent(expression.Content);
        var with = RewriteWith(expression.With);
        return ReferenceEquals(content, expression.Content) && with == expression.With
            ? expression
            : expression with { Content = content, With = with };
    }

    protected virtual ExprContent RewriteContent(ExprContent content)
    {
        switch (content)
        {
            case Term term:
                return Rewrite(term);
            case Every every:
                var domain = Rewrite(every.Domain);
                var key = every.Key is null ? null : Rewrite(every.Key);
                var value = Rewrite(every.Value);
                var body = Rewrite(every.Body);
                return ReferenceEquals(domain, every.Domain) && ReferenceEquals(body, every.Body)
                    && ReferenceEquals(key, every.Key) && ReferenceEquals(value, every.Value)
                    ? every
                    : every with { Key = key, Value = value, Domain = domain, Body = body };
            case SomeIn some:
                return some with
                {
                    Key = some.Key is null ? null : Rewrite(some.Key),
                    Value = Rewrite(some.Value),
                    Domain = Rewrite(some.Domain),
                };
            default:
                return content;
        }
    }

    protected virtual ImmutableArray<WithModifier> RewriteWith(ImmutableArray<WithModifier> modifiers)
    {
        if (modifiers.IsEmpty)
        {
            return modifiers;
        }

        var rewritten = ImmutableArray.CreateBuilder<WithModifier>(modifiers.Length);
        foreach (var modifier in modifiers)
        {
            rewritten.Add(modifier with { Target = Rewrite(modifier.Target), Value = Rewrite(modifier.Value) });
        }

        return rewritten.MoveToImmutable();
    }

    protected virtual Term RewriteVariable(VarTerm variable) => variable;

    protected virtual Term RewriteReference(RefTerm reference)
    {
        var path = Rewrite(reference.Path);
        return path == reference.Path ? reference : reference with { Path = path };
    }

    protected virtual Term RewriteCall(CallTerm call)
    {
        var op = RewriteOperator(call.Operator);
        var args = Rewrite(call.Args);
        return args == call.Args && ReferenceEquals(op, call.Operator) ? call : call with { Operator = op, Args = args };
    }

    protected virtual RefTerm RewriteOperator(RefTerm op) => op;

    protected virtual Term RewriteComprehension(ComprehensionTerm comprehension)
    {
        var body = Rewrite(comprehension.Body);
        var key = comprehension.Key is null ? null : Rewrite(comprehension.Key);
        var value = Rewrite(comprehension.Value);
        return ReferenceEquals(body, comprehension.Body) && ReferenceEquals(key, comprehension.Key) && ReferenceEquals(value, comprehension.Value)
            ? comprehension
            : comprehension with { Key = key, Value = value, Body = body };
    }

    protected virtual Term RewriteTemplate(TemplateStringTerm template)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePart>(template.Parts.Length);
        foreach (var part in template.Parts)
        {
            parts.Add(part.Expression is null ? part : part with { Expression = Rewrite(part.Expression) });
        }

        return template with { Parts = parts.MoveToImmutable() };
    }

    protected virtual Term RewriteObject(ObjectTerm @object)
    {
        ImmutableArray<ObjectPair>.Builder? changed = null;
        var pairs = @object.Pairs;
        for (var i = 0; i < pairs.Length; i++)
        {
            var pair = new ObjectPair(Rewrite(pairs[i].Key), Rewrite(pairs[i].Value));
            if (changed is null && !(ReferenceEquals(pair.Key, pairs[i].Key) && ReferenceEquals(pair.Value, pairs[i].Value)))
            {
                changed = ImmutableArray.CreateBuilder<ObjectPair>(pairs.Length);
                changed.AddRange(pairs, i);
            }

            changed?.Add(pair);
        }

        return changed is null ? @object : @object with { Pairs = changed.MoveToImmutable() };
    }

    public ImmutableArray<Term> Rewrite(ImmutableArray<Term> terms)
    {
        ImmutableArray<Term>.Builder? changed = null;
        for (var i = 0; i < terms.Length; i++)
        {
            var rewritten = Rewrite(terms[i]);
            if (changed is null && !ReferenceEquals(rewritten, terms[i]))
            {
                changed = ImmutableArray.CreateBuilder<Term>(terms.Length);
                changed.AddRange(terms, i);
            }

            changed?.Add(rewritten);
        }

        return changed is null ? terms : changed.MoveToImmutable();
    }
}
