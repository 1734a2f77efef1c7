using System.Collections.Concurrent;

namespace Bouncer.Rego.Evaluating;

/// <summary>Contexts of a policy that are ready for the next evaluation: as many as there were evaluations at one time.</summary>
internal sealed class ContextPool(int rules)
{
    // More at one time than any machine has processors only keep memory.
    private const int MaxKept = 256;

    private readonly ConcurrentBag<EvaluationContext> _spare = [];

    public EvaluationContext Rent() => _spare.TryTake(out var context) ? context : new EvaluationContext(rules);

    /// <summary>Gives back a context whose evaluation came to its end.</summary>
    public void Return(EvaluationContext context)
    {
        context.End();
        if (_spare.Count < MaxKept)
        {
            _spare.Add(context);
        }
    }
}
