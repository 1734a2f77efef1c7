using System.Collections.Frozen;
using Bouncer.ImagePolicy.Patterns;
using Bouncer.ImagePolicy.Policies;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Deciding;

/// <summary>An <see cref="ImageSelector"/> made fast: literal registries are looked up, and patterns below a literal
/// registry are tried only for images of that registry, so that a long list costs no more than its matching part.</summary>
internal sealed class SelectorIndex
{
    private readonly FrozenDictionary<string, RegistryEntry>.AlternateLookup<ReadOnlySpan<char>> _byRegistry;
    private readonly RegistryPattern[] _registries;
    private readonly RepositoryPattern[] _repositories;
    private readonly ImagePattern[] _images;
    private readonly Glob[] _tags;

    public SelectorIndex(ImageSelector selector)
    {
        _byRegistry = LiteralEntries(selector).GetAlternateLookup<ReadOnlySpan<char>>();
        _registries = [.. selector.Registries.Where(p => !p.IsLiteral)];
        _repositories = [.. selector.Repositories.Where(p => !p.Registry.IsLiteral)];
        _images = [.. selector.Images.Where(p => !p.Repository.Registry.IsLiteral)];
        _tags = [.. selector.Tags];
    }

    public bool Contains(ImageReference image)
        => (_byRegistry.TryGetValue(WithoutDefaultPort(image.Registry), out var entry) && entry.Contains(image))
            || AnyRegistry(image.Registry)
            || RegistryEntry.Any(_repositories, image)
            || RegistryEntry.Any(_images, image)
            || AnyTag(image);

    private static FrozenDictionary<string, RegistryEntry> LiteralEntries(ImageSelector selector)
    {
        var whole = selector.Registries.Where(p => p.IsLiteral).Select(p => Key(p)).ToHashSet(StringComparer.Ordinal);
        var repositories = selector.Repositories.Where(p => p.Registry.IsLiteral).ToLookup(p => Key(p.Registry), StringComparer.Ordinal);
        var images = selector.Images.Where(p => p.Repository.Registry.IsLiteral).ToLookup(p => Key(p.Repository.Registry), StringComparer.Ordinal);
        return whole
            .Concat(repositories.Select(g => g.Key))
            .Concat(images.Select(g => g.Key))
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(
                key => key,
                key => new RegistryEntry(whole.Contains(key), [.. repositories[key]], [.. images[key]]),
                StringComparer.Ordinal);
    }

    private static string Key(RegistryPattern pattern) => WithoutDefaultPort(pattern.Text).ToString();

    private static ReadOnlySpan<char> WithoutDefaultPort(ReadOnlySpan<char> registry)
        => registry.EndsWith(":443") ? registry[..^4] : registry;

    private bool AnyRegistry(ReadOnlySpan<char> registry)
    {
        foreach (var pattern in _registries)
        {
            if (pattern.Matches(registry))
            {
                return true;
            }
        }

        return false;
    }

    private bool AnyTag(ImageReference image)
    {
        foreach (var tag in _tags)
        {
            if (!image.HasDigest && tag.Matches(image.ResolvedTag))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a selector says about one registry.</summary>
    private sealed record RegistryEntry(bool Whole, RepositoryPattern[] Repositories, ImagePattern[] Images)
    {
        public bool Contains(ImageReference image) => Whole || Any(Repositories, image) || Any(Images, image);

        public static bool Any(RepositoryPattern[] patterns, ImageReference image)
        {
            foreach (var pattern in patterns)
            {
                if (pattern.Matches(image))
                {
                    return true;
                }
            }

            return false;
        }

        public static bool Any(ImagePattern[] patterns, ImageReference image)
        {
            foreach (var pattern in patterns)
            {
                if (pattern.Matches(image))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
