using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Lowering;

/// <summary>Makes the checked tree of one rule or query: what the stages have left, with variables as objects.</summary>
internal sealed class Lowerer(Compilation compilation)
{
    private readonly FrameLayout _frame = new();

    /// <summary>Stage: all rules, in the order of modules and sources, into the tree.</summary>
    public static CheckedModules Run(Compilation compilation)
    {
        var modules = ImmutableArray.CreateBuilder<CheckedModule>(compilation.Modules.Count);
        foreach (var draft in compilation.Modules)
        {
            var package = draft.Package.Skip(1).Select(s => ((StringTerm)s).Value);
            var module = new CheckedModule(draft.Syntax, [.. package]);
            var rules = ImmutableArray.CreateBuilder<CheckedRule>(draft.Rules.Count);
            foreach (var rule in draft.Rules)
            {
                var lowered = new Lowerer(compilation).Rule(rule, module);
                rules.Add(lowered);
                rule.Node!.Add(lowered);
            }

            module.Rules = rules.MoveToImmutable();
            modules.Add(module);
        }

        return new CheckedModules(modules.MoveToImmutable(), compilation.Rules) { Types = compilation.Types };
    }

    public static CheckedQuery Query(Compilation compilation, ImmutableArray<Expr> body)
    {
        var lowerer = new Lowerer(compilation);
        foreach (var name in VariableCollector.In(body, Skip.ForSafety).Where(n => n is not ("input" or "data")))
        {
            lowerer._frame.Get(name);
        }

        var lowered = lowerer.Body(body);
        var variables = lowerer._frame.Outermost.Where(v => v.Kind == LocalVariableKind.Written);
        return new CheckedQuery(lowered, [.. variables], lowerer._frame.Size);
    }

    private CheckedRule Rule(RuleDraft draft, CheckedModule module)
    {
        // Else branches first: a rule holds its own, and all share a frame.
        var branches = new List<RuleDraft>();
        for (var current = draft; current is not null; current = current.Else)
        {
            branches.Add(current);
        }

        var lowered = new List<Func<CheckedRule?, CheckedRule>>();
        foreach (var branch in branches)
        {
            _frame.Push([]);
            lowered.Add(Branch(branch, module));
            _frame.Pop();
        }

        CheckedRule? otherwise = null;
        for (var i = lowered.Count - 1; i >= 0; i--)
        {
            otherwise = lowered[i](otherwise);
        }

        return otherwise!;
    }

    private Func<CheckedRule?, CheckedRule> Branch(RuleDraft draft, CheckedModule module)
    {
        var args = Terms(draft.Args);
        var body = Body(draft.Body);
        var reference = Terms([.. draft.Path.AsSpan()[1..]]);
        var key = draft.Key is null ? null : Term(draft.Key);
        var value = draft.Value is null ? null : Term(draft.Value);
        var ground = reference.TakeWhile(t => t is CheckedScalar).Count();
        var kind = draft.IsMultiValue ? RuleKind.MultiValue : draft.Args.Length > 0 ? RuleKind.Function : RuleKind.SingleValue;
        return otherwise => new CheckedRule(draft.Span, module, kind)
        {
            HeadSpan = draft.Syntax.Head.Span,
            IsDefault = draft.IsDefault,
            Reference = reference,
            GroundLength = ground,
            Args = args,
            Key = key,
            Value = value,
            Body = body,
            Else = otherwise,
            FrameSize = _frame.Size,
        };
    }

    private CheckedBody Body(ImmutableArray<Expr> body)
    {
        var expressions = ImmutableArray.CreateBuilder<CheckedExpr>(body.Length);
        foreach (var expression in body)
        {
            expressions.Add(Expression(expression));
        }

        return new CheckedBody(body.IsEmpty ? default : body[0].Span.To(body[^1].Span), expressions.MoveToImmutable());
    }

    private CheckedExpr Expression(Expr expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var with = expression.With.IsEmpty ? [] : Modifiers(expression.With);
        var (negated, generated) = (expression.IsNegated, expression.IsGenerated);
        switch (expression.Content)
        {
            case CallTerm { Name: Operators.Unify, Args: [var left, var right] }:
                return new CheckedUnify(expression.Span, Term(left), Term(right)) { IsNegated = negated, IsGenerated = generated, With = with };
            case CallTerm call:
                var callee = Callee(call.Operator);
                var arity = compilation.ArityOf(call.Operator) ?? call.Args.Length;
                var isVariadic = Compilation.BuiltinOf(call.Operator) is { IsVariadic: true };
                var args = Terms(call.Args);
                var output = args.Length > arity && !isVariadic ? args[arity] : null;
                return new CheckedCall(expression.Span, callee, output is null ? args : args[..arity], output)
                {
                    IsNegated = negated,
                    IsGenerated = generated,
                    With = with,
                };
            case Every every:
                return LowerEvery(expression, every, with);
            default:
                return new CheckedTermExpr(expression.Span, Term((Term)expression.Content))
                {
                    IsNegated = negated,
                    IsGenerated = generated,
                    With = with,
                };
        }
    }

    private CheckedEvery LowerEvery(Expr expression, Every every, ImmutableArray<CheckedWith> with)
    {
        var domain = Term(every.Domain);
        var names = VariableCollector.In(every.Body.Expressions, Skip.ForSafety);
        var own = VariableCollector.In(every.Value);
        VariableCollector.Add(own, every.Key!, Skip.None);
        _frame.Push(own.Concat(names.Where(n => !own.Contains(n) && n is not ("input" or "data"))));
        var key = _frame.Get(((VarTerm)every.Key!).Name);
        var value = _frame.Get(((VarTerm)every.Value).Name);
        var body = Body(every.Body.Expressions);
        _frame.Pop();
        return new CheckedEvery(expression.Span, key, value, domain, body)
        {
            IsNegated = expression.IsNegated,
            IsGenerated = expression.IsGenerated,
            With = with,
        };
    }

    private ImmutableArray<CheckedWith> Modifiers(ImmutableArray<WithModifier> modifiers)
        => [.. modifiers.Select(Modifier)];

    private CheckedWith Modifier(WithModifier modifier)
    {
        var target = (RefTerm)modifier.Target;
        var root = (VarTerm)target.Head;
        var steps = Terms([.. target.Path.AsSpan()[1..]]);
        if (root.Name == "input")
        {
            return new CheckedWith(modifier.Span, WithTargetKind.Input, steps, null, Term(modifier.Value), null);
        }

        if (Function(target) is not { } function)
        {
            // A function may stand in for a base document's place as little as a value: its reference is evaluated then.
            return new CheckedWith(modifier.Span, WithTargetKind.Data, steps, null, Term(modifier.Value), null);
        }

        return modifier.Value is RefTerm value && ReplacingFunction(value) is { } replacement
            ? new CheckedWith(modifier.Span, WithTargetKind.Function, steps, function, null, replacement)
            : new CheckedWith(modifier.Span, WithTargetKind.Function, steps, function, Term(modifier.Value), null);
    }

    // A builtin, or rules with parameters.
    private Callee? Function(RefTerm reference)
        => Compilation.BuiltinOf(reference) is { } builtin ? new BuiltinCallee(builtin.Name)
            : RuleTree.Find(compilation.Rules, reference.Path.AsSpan()) is { } node && node.Drafts.Any(r => r.Args.Length > 0)
                ? new RuleCallee(PathOf(reference), node)
                : null;

    private Callee? ReplacingFunction(RefTerm reference) => Function(reference);

    private Callee Callee(RefTerm op)
    {
        if (Compilation.BuiltinOf(op) is { } builtin)
        {
            return new BuiltinCallee(builtin.Name);
        }

        var node = RuleTree.Find(compilation.Rules, op.Path.AsSpan())
            ?? throw new InvalidOperationException("Calls of functions that do not exist were reported.");
        return new RuleCallee(PathOf(op), node);
    }

    private static ImmutableArray<string> PathOf(RefTerm reference)
        => [.. reference.Path.Skip(1).Select(s => s is StringTerm text ? text.Value : Printer.Print(s))];

    private ImmutableArray<CheckedTerm> Terms(ImmutableArray<Term> terms)
    {
        var lowered = ImmutableArray.CreateBuilder<CheckedTerm>(terms.Length);
        foreach (var term in terms)
        {
            lowered.Add(Term(term));
        }

        return lowered.MoveToImmutable();
    }

    private CheckedTerm Term(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return term switch
        {
            ScalarTerm scalar => new CheckedScalar(scalar),
            VarTerm { Name: "input" } => new CheckedRef(term.Span, RefRoot.Input, null, []),
            VarTerm { Name: "data" } => new CheckedRef(term.Span, RefRoot.Data, null, []),
            VarTerm v => new CheckedVar(v.Span, _frame.Get(v.Name)),
            RefTerm reference => Reference(reference),
            ArrayTerm array => new CheckedArray(array.Span, Terms(array.Elements)),
            SetTerm set => new CheckedSet(set.Span, Terms(set.Elements)),
            ObjectTerm @object => new CheckedObject(
                @object.Span, [.. @object.Pairs.Select(p => new CheckedPair(Term(p.Key), Term(p.Value)))]),
            ComprehensionTerm comprehension => Comprehension(comprehension),
            _ => throw new InvalidOperationException($"A {TermNames.Of(term)} should have been rewritten."),
        };
    }

    private CheckedTerm Reference(RefTerm reference)
    {
        var steps = Terms([.. reference.Path.AsSpan()[1..]]);
        return reference.Head switch
        {
            VarTerm { Name: "input" } => new CheckedRef(reference.Span, RefRoot.Input, null, steps),
            VarTerm { Name: "data" } => new CheckedRef(reference.Span, RefRoot.Data, null, steps),
            VarTerm v when steps.IsEmpty => new CheckedVar(reference.Span, _frame.Get(v.Name)),
            VarTerm v => new CheckedRef(reference.Span, RefRoot.Variable, _frame.Get(v.Name), steps),
            var head => throw new InvalidOperationException($"A {TermNames.Of(head)} at the start of a reference should have been rewritten."),
        };
    }

    private CheckedComprehension Comprehension(ComprehensionTerm comprehension)
    {
        var names = VariableCollector.In(comprehension.Body.Expressions, Skip.ForSafety);
        _frame.Push(names.Where(n => n is not ("input" or "data")));
        var body = Body(comprehension.Body.Expressions);
        var key = comprehension.Key is null ? null : Term(comprehension.Key);
        var value = Term(comprehension.Value);
        _frame.Pop();
        return new CheckedComprehension(comprehension.Span, comprehension.Kind, key, value, body);
    }
}
