using Bouncer.Rego.Builtins;
using Bouncer.Rego.Compiling.Checked;
using Bouncer.Rego.Evaluating;

namespace Bouncer.Rego.Planning;

// The expressions of bodies.
internal sealed partial class BodyPlanner
{
    private void Plan(CheckedExpr expression)
    {
        var isObserved = policy.Observe && !expression.IsGenerated && expression.Span.Source is not null;
        if (isObserved)
        {
            policy.Tells(expression.Span);
            _steps.Add(new BeforeCondition(expression.Span));
        }

        if (expression.With.IsEmpty)
        {
            PlanWithoutWith(expression);
        }
        else
        {
            PlanWith(expression);
        }

        if (isObserved)
        {
            _steps.Add(next => new AfterStep(expression.Span, VariablesOf(expression), next));
        }
    }

    private void PlanWithoutWith(CheckedExpr expression)
    {
        if (!expression.IsNegated)
        {
            PlanPositive(expression);
            return;
        }

        _steps.Add(new NotCondition(Nested(() =>
        {
            PlanPositive(expression);
            return EnoughStep.Instance;
        })));
    }

    private void PlanPositive(CheckedExpr expression)
    {
        switch (expression)
        {
            case CheckedTermExpr { Term: var term }:
                // A constant that is true is a rule without a body.
                if (!policy.Constants.TryGet(term, out var constant) || constant == Values.RegoBoolean.False)
                {
                    _steps.Add(new TruthCondition(Compile(term)));
                }

                break;
            case CheckedUnify unify:
                Unify(unify.Left, unify.Right);
                break;
            case CheckedCall call:
                PlanCall(call);
                break;
            case CheckedEvery every:
                PlanEvery(every);
                break;
            default:
                throw new PlanningException($"an expression of kind {expression.GetType().Name} cannot be planned", expression.Span);
        }
    }

    private void PlanCall(CheckedCall call)
    {
        Expression result;
        switch (call.Callee)
        {
            case RuleCallee function:
                IsCostly = true;
                // A function without parameters is a rule with parentheses.
                result = policy.Rules(function) is FunctionRules rules
                    ? new FunctionCall(rules, CompileAll(call.Args))
                    : new RulesExpression(policy.Rules(function));
                break;
            case BuiltinCallee builtin:
                var entry = Planner.Builtin(builtin, call.Span);
                if (entry.Relation is not null)
                {
                    IsCostly = true;
                    var slot = NewSlot();
                    var operands = CompileAll(call.Args);
                    _steps.Add(next => new RelationStep(entry, operands, slot, call.Span, next));
                    result = new SlotExpression(slot);
                }
                else
                {
                    result = new BuiltinCall(entry, CompileAll(call.Args), call.Span);
                    if (entry.Signature.Result is null)
                    {
                        _steps.Add(new ActionCondition(result));
                        return;
                    }
                }

                break;
            default:
                throw new PlanningException("unknown kind of function", call.Span);
        }

        if (call.Output is null)
        {
            _steps.Add(new TruthCondition(result));
        }
        else
        {
            Unify(call.Output, new PlannedTerm(result));
        }
    }

    private void PlanEvery(CheckedEvery every)
    {
        IsCostly = true;
        var domain = Compile(every.Domain);
        if (domain is not SlotExpression)
        {
            var slot = NewSlot();
            _steps.Add(new BindCondition(slot, domain));
            domain = new SlotExpression(slot);
        }

        var exceptions = Nested(() =>
        {
            var key = every.Key is null ? -1 : SlotOf(every.Key);
            if (every.Key is not null)
            {
                MarkBound(every.Key);
            }

            var value = SlotOf(every.Value);
            MarkBound(every.Value);
            _steps.Add(next => new EnumerateStep(domain, key, value, next));
            _steps.Add(new NotCondition(Nested(() =>
            {
                Plan(every.Body);
                return EnoughStep.Instance;
            })));
            return EnoughStep.Instance;
        });
        _steps.Add(new EveryCondition(domain, exceptions));
    }

    private void PlanWith(CheckedExpr expression)
    {
        var input = new List<(Values.RegoValue[], Expression)>();
        var data = new List<(Values.RegoValue[], Expression)>();
        var functions = new List<(object, ICallable?, Expression?)>();
        foreach (var with in expression.With)
        {
            switch (with.Kind)
            {
                case WithTargetKind.Input:
                    input.Add((ConstantPath(with), Compile(with.Value!)));
                    break;
                case WithTargetKind.Data:
                    data.Add((ConstantPath(with), Compile(with.Value!)));
                    break;
                default:
                    object function = with.Function is BuiltinCallee builtin
                        ? Planner.Builtin(builtin, with.Span)
                        : policy.Rules((RuleCallee)with.Function!);
                    functions.Add((function, CallableOf(with), with.Value is null ? null : Compile(with.Value)));
                    break;
            }
        }

        var targets = new WithTargets { Input = [.. input], Data = [.. data], Functions = [.. functions] };

        // What the expression binds stays bound behind it, so that this is no nested body.
        var outer = _steps;
        _steps = new();
        PlanWithoutWith(expression);
        var inside = _steps;
        _steps = outer;
        _steps.Add(next => new WithStep(targets, inside.Link(new EndWithStep(next))));
    }

    private ICallable? CallableOf(CheckedWith with) => with.Replacement switch
    {
        null => null,
        BuiltinCallee builtin => new CallableBuiltin(Planner.Builtin(builtin, with.Span), with.Span),
        RuleCallee function => (ICallable)policy.Rules(function),
        _ => throw new PlanningException("unknown kind of function", with.Span),
    };

    private Values.RegoValue[] ConstantPath(CheckedWith with)
        => [.. with.Path.Select(step => policy.Constants.TryGet(step, out var key)
            ? key
            : throw new PlanningException("with keyword target must be constant", with.Span))];

    /// <summary>The variables that an expression names and that have a value behind it.</summary>
    private (string, int)[] VariablesOf(CheckedExpr expression)
    {
        IEnumerable<LocalVariable> variables = expression switch
        {
            CheckedTermExpr term => VariablesIn(term.Term),
            CheckedUnify unify => VariablesIn(unify.Left).Concat(VariablesIn(unify.Right)),
            CheckedCall call => call.Args.SelectMany(VariablesIn).Concat(call.Output is null ? [] : VariablesIn(call.Output)),
            _ => [],
        };
        return [.. variables.Where(v => v.Kind == LocalVariableKind.Written && IsBound(v)).Distinct().Select(v => (v.Name, SlotOf(v)))];
    }
}
