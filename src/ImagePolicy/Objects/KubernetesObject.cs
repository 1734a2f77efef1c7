using System.Text.Json;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.Json;

namespace Bouncer.ImagePolicy.Objects;

/// <summary>
/// What of a Kubernetes object matters here: its identity, and the images at every place where some kind keeps a pod
/// spec. The kind is asked afterwards (<see cref="TryGetImages"/>), so that one pass suffices in whatever order the
/// fields come.
/// </summary>
public sealed class KubernetesObject
{
    /// <summary>The deepest nesting of JSON that is read.</summary>
    public const int MaxDepth = JsonReader.MaxDepth;

    /// <summary>The most entries of lists that are kept: containers, volumes, and items with theirs. No object of an API
    /// server comes near it. Without a limit a body of <c>{},{},{}</c> would take a hundred times its own size in memory.</summary>
    public const int MaxEntries = 100_000;

    /// <summary>The most problems that are kept; one of them is told.</summary>
    private const int MaxProblems = 100;

    private List<(PodLocation Location, ContainerImage Image)>? _images;
    private List<(string Path, string Problem)>? _problems;
    private List<KubernetesObject>? _items;

    internal KubernetesObject()
    {
    }

    /// <summary><c>apiVersion</c>; empty if there is none.</summary>
    public string ApiVersion { get; internal set; } = "";

    /// <summary><c>kind</c>; empty if there is none.</summary>
    public string Kind { get; internal set; } = "";

    /// <summary><c>metadata.name</c>, or <c>metadata.generateName</c> if there is only that; empty if there is none.</summary>
    public string Name { get; internal set; } = "";

    /// <summary><c>metadata.namespace</c>; empty if there is none.</summary>
    public string Namespace { get; internal set; } = "";

    /// <summary>Whether the object is being deleted (<c>metadata.deletionTimestamp</c> is set).</summary>
    public bool IsBeingDeleted { get; internal set; }

    /// <summary>The objects of a list (<c>items</c>).</summary>
    public IReadOnlyList<KubernetesObject> Items => _items ?? [];

    /// <summary>Reads one object from JSON in UTF-8.</summary>
    /// <exception cref="JsonException">The text is not one JSON value, or nested deeper than <see cref="MaxDepth"/>.</exception>
    public static KubernetesObject Parse(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new JsonReader(utf8Json);
        reader.Read();
        var result = Read(ref reader);
        reader.Read(); // throws if anything follows
        return result;
    }

    /// <summary>Reads the object at which a reader stands, and leaves the reader at its end. A value of the wrong type is
    /// a problem of the result (<see cref="TryGetImages"/>), not an exception.</summary>
    /// <exception cref="JsonException">The text is not JSON, or nested deeper than the reader allows.</exception>
    public static KubernetesObject Read(ref JsonReader reader)
    {
        try
        {
            return ObjectReader.Read(ref reader);
        }
        catch (InvalidOperationException e)
        {
            // What the reader throws on comparing a field name that holds half a surrogate pair.
            throw new JsonException("a field name is not valid Unicode", e);
        }
    }

    /// <summary>The images of the object, given where its kind keeps its pod spec.</summary>
    /// <param name="location">Where the pod spec is. For <see cref="PodLocation.Items"/> go through <see cref="Items"/>.</param>
    /// <param name="images">The images: containers, init containers, ephemeral containers, volumes, each in their order.</param>
    /// <param name="problem">What is wrong with the object and where, such as <c>spec.containers[0] is null</c>, or null.
    /// Whoever meets a problem cannot decide.</param>
    /// <returns>Whether there is no problem.</returns>
    public bool TryGetImages(PodLocation location, out IReadOnlyList<ContainerImage> images, out string? problem)
    {
        List<ContainerImage> found = [];
        foreach (var (at, image) in _images ?? [])
        {
            if (at == location)
            {
                found.Add(image);
            }
        }

        found.Sort(static (a, b) => (a.Field, a.Index).CompareTo((b.Field, b.Index)));
        images = found;
        problem = ProblemAt(location, found);
        return problem is null;
    }

    internal void Add(PodLocation location, ContainerImage image) => (_images ??= []).Add((location, image));

    internal void AddItem(KubernetesObject item) => (_items ??= []).Add(item);

    /// <summary>The entries of lists so far, those of the lists around this object among them.</summary>
    internal int Entries { get; set; }

    /// <summary>Counts an entry of a list; false if there is no room for it.</summary>
    internal bool CountEntry() => ++Entries <= MaxEntries;

    internal void AddProblem(string path, string problem)
    {
        _problems ??= [];
        if (_problems.Count < MaxProblems)
        {
            _problems.Add((path, problem));
        }
        else if (_problems.Count == MaxProblems)
        {
            // What is no longer kept may lie anywhere, so this one is told of the whole.
            _problems.Add(("", $"has more than {MaxProblems} problems"));
        }
    }

    /// <summary>What is wrong with that which says what the object is: anything else that is read of it cannot be trusted
    /// then.</summary>
    internal string? IdentityProblem
        => _problems?.Find(p => IsIdentity(p.Path)) is { Problem: not null } found ? Told(found.Path, found.Problem) : null;

    private static bool IsIdentity(string path) => path is "" or "kind" or "apiVersion";

    private static string Told(string path, string problem) => $"{(path.Length == 0 ? "the object" : path)} {problem}";

    /// <summary>A problem counts if it lies on the way to the pod spec or within it, or leaves open what the object is;
    /// <c>spec.template</c> of a Service is nobody's business.</summary>
    private string? ProblemAt(PodLocation location, List<ContainerImage> images)
    {
        var podSpec = location.Path();
        foreach (var (path, problem) in _problems ?? [])
        {
            if (IsIdentity(path) || IsAbove(path, podSpec) || IsAbove(podSpec, path))
            {
                return Told(path, problem);
            }
        }

        // The API server lets no pod spec without containers pass, so here it means that the object is not what it
        // claims to be. An "all images are allowed" over nothing would admit it.
        return location is not (PodLocation.Top or PodLocation.Items) && (images.Count == 0 || images[0].Field != ImageField.Container)
            ? $"{podSpec}.containers names no container"
            : null;
    }

    private static bool IsAbove(string upper, string lower)
        => lower.StartsWith(upper, StringComparison.Ordinal)
            && (upper.Length is 0 || lower.Length == upper.Length || lower[upper.Length] is '.' or '[');
}
