using Bouncer.ImagePolicy.Patterns;

namespace Bouncer.ImagePolicy.Policies;

/// <summary>A set of images by pattern. An image belongs to it if any one pattern of any kind matches.</summary>
/// <param name="Registries">Whole registries.</param>
/// <param name="Repositories">Repositories.</param>
/// <param name="Images">Images by tag or digest.</param>
/// <param name="Tags">Tags in any repository. The tag that a runtime resolves counts: <c>latest</c> if none is written,
/// none if a digest is. Deny rules only: a tag says nothing about where an image comes from.</param>
public sealed record ImageSelector(
    IReadOnlyList<RegistryPattern> Registries,
    IReadOnlyList<RepositoryPattern> Repositories,
    IReadOnlyList<ImagePattern> Images,
    IReadOnlyList<Glob> Tags)
{
    /// <summary>The empty set.</summary>
    public static ImageSelector None { get; } = new([], [], [], []);

    /// <summary>Whether no pattern is written.</summary>
    public bool IsEmpty => Registries.Count + Repositories.Count + Images.Count + Tags.Count == 0;

    /// <summary>Every pattern as text, in the order written, for messages: registries, repositories, images, then
    /// tags as <c>:tag</c>.</summary>
    public IEnumerable<string> Patterns =>
    [
        .. Registries.Select(p => p.Text),
        .. Repositories.Select(p => p.Text),
        .. Images.Select(p => p.Text),
        .. Tags.Select(p => ":" + p.Text),
    ];
}
