namespace Bouncer.Rego.Builtins.GraphQl;

/// <summary>Bounds what one call does: how deep it goes, because stacks are small, and how many steps it takes.</summary>
internal sealed class Work(BuiltinContext context)
{
    /// <summary>How deep texts and trees may nest.</summary>
    public const int MaxDepth = 200;

    private const int Interval = 4096;

    private int depth;
    private long steps;
    private long nextCheck = Interval;

    /// <summary>Counts steps: one, or as many as there are things to look through.</summary>
    public void Step(int count = 1)
    {
        steps += count;
        if (steps >= nextCheck)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.CheckSize(steps);
            nextCheck = steps + Interval;
        }
    }

    /// <summary>Goes a level deeper until what it gives is disposed of.</summary>
    public Level Enter()
    {
        Step();
        if (depth >= MaxDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GraphQlException($"GraphQL nests deeper than {MaxDepth} levels");
        }

        depth++;
        return new(this);
    }

    /// <summary>A level that ends when it is disposed of.</summary>
    public readonly struct Level(Work work) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => work.depth--;
    }
}
