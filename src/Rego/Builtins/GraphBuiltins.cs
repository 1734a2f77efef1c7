using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>Graphs: objects of nodes with arrays or sets of their neighbours.</summary>
internal static class GraphBuiltins
{
    public static IEnumerable<KeyValuePair<string, BuiltinFunction>> All { get; } =
    [
        new("graph.reachable", Reachable),
        new("graph.reachable_paths", Paths),
    ];

    private static IReadOnlyCollection<RegoValue> Neighbours(RegoValue edges) => edges switch
    {
        RegoArray array => array,
        RegoSet set => set,
        _ => [],
    };

    private static IReadOnlyCollection<RegoValue> Start(ReadOnlySpan<RegoValue> operands)
        => operands[1] is RegoArray or RegoSet ? Neighbours(operands[1]) : throw Operand.Wrong(1, $"must be {{array, set}} but got {operands[1].TypeName}");

    private static RegoValue? Reachable(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var graph = Operand.Object(operands, 0);
        var pending = new Queue<RegoValue>(Start(operands));
        var reached = new RegoSet.Builder();
        while (pending.TryDequeue(out var node))
        {
            if (graph.Lookup(node) is { } edges && reached.Add(node))
            {
                foreach (var neighbour in Neighbours(edges))
                {
                    pending.Enqueue(neighbour);
                }
            }
        }

        return reached.Build();
    }

    private static RegoValue? Paths(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var graph = Operand.Object(operands, 0);
        var paths = new RegoSet.Builder();
        var pending = new Stack<(Path Path, RegoValue Next)>();
        foreach (var root in Start(operands))
        {
            if (graph.Lookup(root) is not { } edges)
            {
                continue;
            }

            var path = new Path(root, null, 1);
            if (Neighbours(edges).Count == 0)
            {
                paths.Add(path.ToArray());
            }

            Push(pending, path, edges);
            while (pending.TryPop(out var step))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                context.CheckSize(paths.Count);
                Follow(graph, step.Path, step.Next, pending, paths);
            }
        }

        return paths.Build();
    }

    private static void Push(Stack<(Path Path, RegoValue Next)> pending, Path path, RegoValue edges)
    {
        foreach (var neighbour in Neighbours(edges))
        {
            pending.Push((path, neighbour));
        }
    }

    private static void Follow(RegoObject graph, Path path, RegoValue node, Stack<(Path Path, RegoValue Next)> pending, RegoSet.Builder paths)
    {
        // A path ends before a node that the graph does not have, and before one it has been at.
        if (graph.Lookup(node) is not { } edges || path.Has(node))
        {
            paths.Add(path.ToArray());
            return;
        }

        path = new Path(node, path, path.Length + 1);
        if (Neighbours(edges).Count == 0)
        {
            paths.Add(path.ToArray());
            return;
        }

        Push(pending, path, edges);
    }

    /// <summary>A path that shares its beginning with others.</summary>
    private sealed record Path(RegoValue Node, Path? Before, int Length)
    {
        public bool Has(RegoValue node)
        {
            for (var path = this; path is not null; path = path.Before)
            {
                if (path.Node.Equals(node))
                {
                    return true;
                }
            }

            return false;
        }

        public RegoArray ToArray()
        {
            var nodes = new RegoValue[Length];
            for (var path = this; path is not null; path = path.Before)
            {
                nodes[path.Length - 1] = path.Node;
            }

            return RegoArray.Own(nodes);
        }
    }
}
