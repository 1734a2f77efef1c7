using System.Runtime.InteropServices;

namespace Bouncer.Rego.Evaluating;

/// <summary>Contexts of a policy that are ready for the next evaluation: one a processor, since no more run at one time. A
/// thread that was moved to another processor in between finds another context there, or none, and then a new one is made.</summary>
internal sealed class ContextPool(int rules)
{
    private readonly Slot[] _slots = new Slot[Environment.ProcessorCount];

    public EvaluationContext Rent() => Interlocked.Exchange(ref Own(), null) ?? new EvaluationContext(rules);

    /// <summary>Gives back a context whose evaluation came to its end.</summary>
    public void Return(EvaluationContext context)
    {
        context.End();
        Volatile.Write(ref Own(), context);
    }

    // Numbers of processors need not end where their count does.
    private ref EvaluationContext? Own() => ref _slots[Thread.GetCurrentProcessorId() % _slots.Length].Context;

    /// <summary>Two cache lines wide: processors that wrote to one line would take it from each other at every evaluation.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Slot
    {
        [FieldOffset(64)]
        public EvaluationContext? Context;
    }
}
