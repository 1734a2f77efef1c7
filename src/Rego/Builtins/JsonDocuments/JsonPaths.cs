using System.Globalization;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.JsonDocuments;

/// <summary>Paths into documents: <c>a/b/0</c>, or an array of keys.</summary>
internal static class JsonPaths
{
    /// <summary>The steps of a path.</summary>
    public static IReadOnlyList<RegoValue> Parse(RegoValue path) => path switch
    {
        RegoString { Value: "" } => [],
        RegoString text => [.. text.Value.TrimStart('/').Split('/').Select(Unescaped)],
        RegoArray array => array,
        _ => throw Operand.Wrong(1, $"must be one of {{set, array}} containing string paths or array of path segments but got {path.TypeName}"),
    };

    private static RegoValue Unescaped(string step)
        => RegoNames.Of(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    /// <summary>The steps as trees: of several paths with the same beginning the shortest counts.</summary>
    public static PathTree ParseAll(RegoValue paths)
    {
        var root = new PathTree();
        IEnumerable<RegoValue> all = paths switch
        {
            RegoArray array => array,
            RegoSet set => set,
            _ => throw Operand.Wrong(1, paths, "set, array"),
        };
        foreach (var path in all.Select(Parse).ToList())
        {
            root.Add(path);
        }

        return root;
    }
}

/// <summary>Paths by their steps.</summary>
internal sealed class PathTree
{
    private readonly Dictionary<RegoValue, PathTree> children = [];

    /// <summary>Whether a path ends here.</summary>
    public bool IsEnd { get; private set; }

    public void Add(IReadOnlyList<RegoValue> path)
    {
        var node = this;
        for (var i = 0; i < path.Count; i++)
        {
            if (node.IsEnd)
            {
                return;
            }

            if (!node.children.TryGetValue(path[i], out var child))
            {
                node.children.Add(path[i], child = new());
            }

            node = child;
        }

        // An empty path selects nothing.
        if (path.Count > 0)
        {
            node.IsEnd = true;
            node.children.Clear();
        }
    }

    /// <summary>What lies behind a step; null if no path goes there.</summary>
    public PathTree? Child(RegoValue step) => children.GetValueOrDefault(step);

    /// <summary>What lies behind an index, which paths have as text.</summary>
    public PathTree? Child(int index) => Child(new RegoString(index.ToString(CultureInfo.InvariantCulture)));
}
