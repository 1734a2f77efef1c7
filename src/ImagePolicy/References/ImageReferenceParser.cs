using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Bouncer.ImagePolicy.References;

/// <summary>
/// The reference grammar of github.com/distribution/reference (regexp.go, normalize.go), read left to right in one
/// pass, without regular expressions:
/// <code>
/// reference := [registry "/"] repository [":" tag] ["@" digest]
/// registry  := (label ("." label)* | "[" IPv6 "]") [":" digits]
/// repository:= component ("/" component)*        component := [a-z0-9]+ (("." | "_" | "__" | "-"+) [a-z0-9]+)*
/// tag       := [A-Za-z0-9_][A-Za-z0-9_.-]{0,127}
/// digest    := "sha256:" 64 hex | "sha384:" 96 hex | "sha512:" 128 hex     (lower case, as go-digest validates)
/// </code>
/// </summary>
internal static class ImageReferenceParser
{
    private const string OfficialPrefix = "library/";
    private const int ImageIdLength = 64;

    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out ImageReference? reference,
        [NotNullWhen(false)] out ImageReferenceError? error)
    {
        reference = null;
        if (text.Length == 0)
        {
            error = ReferenceErrors.Empty();
            return false;
        }

        if (text.Length == ImageIdLength && !text.AsSpan().ContainsAnyExcept(ReferenceCharacters.LowerHex))
        {
            error = ReferenceErrors.ImageId();
            return false;
        }

        var registryEnd = RegistryEnd(text);
        error = registryEnd > 0 ? CheckRegistry(text, registryEnd) : null;
        if (error is not null)
        {
            return false;
        }

        var repositoryStart = registryEnd > 0 ? registryEnd + 1 : 0;
        error = ReadRepository(text, repositoryStart, out var repositoryEnd);
        if (error is not null)
        {
            return false;
        }

        var position = repositoryEnd;
        int tagStart = 0, tagLength = 0, digestStart = 0, digestLength = 0;
        if (position < text.Length && text[position] == ':')
        {
            tagStart = position + 1;
            error = ReadTag(text, tagStart, out tagLength);
            if (error is not null)
            {
                return false;
            }

            position = tagStart + tagLength;
        }

        if (position < text.Length)
        {
            // Only '@' can stand here: ReadRepository and ReadTag stop nowhere else.
            digestStart = position + 1;
            digestLength = text.Length - digestStart;
            error = DigestGrammar.Check(text.AsSpan(digestStart), digestStart);
            if (error is not null)
            {
                return false;
            }
        }

        var slices = new ReferenceSlices(registryEnd, repositoryStart, repositoryEnd, tagStart, tagLength, digestStart, digestLength);
        var registry = RegistryNormalForm.OfReference(text.AsSpan(0, registryEnd));
        var path = text.AsSpan(repositoryStart..repositoryEnd);
        var isOfficial = ReferenceEquals(registry, ImageReference.DefaultRegistry) && !path.Contains('/');
        var repository = isOfficial ? string.Concat(OfficialPrefix, path) : null;
        if (path.Length > ImageReference.MaxRepositoryLength || repository?.Length > ImageReference.MaxRepositoryLength)
        {
            error = ReferenceErrors.RepositoryTooLong(repository?.Length ?? path.Length, repositoryStart);
            return false;
        }

        reference = new ImageReference(text, slices, registry, repository);
        return true;
    }

    /// <summary>The error of a text that from <paramref name="start"/> on is to be a repository without registry, tag and
    /// digest; null if it is one.</summary>
    public static ImageReferenceError? CheckRepository(string text, int start)
    {
        var error = ReadRepository(text, start, out var end);
        return error ?? (end < text.Length ? ReferenceErrors.RepositoryCharacter(text[end], end) : null);
    }

    /// <summary>The error of a text that from <paramref name="start"/> on is to be a tag; null if it is one.</summary>
    public static ImageReferenceError? CheckTag(string text, int start)
    {
        var error = ReadTag(text, start, out var length);
        return error ?? (start + length < text.Length ? ReferenceErrors.TagCharacter(text[start + length], start + length) : null);
    }

    /// <summary>
    /// Where the registry ends, or 0 if none is written. Without a slash there is no registry: <c>localhost:5000</c> is
    /// an image with a tag.
    /// </summary>
    private static int RegistryEnd(string text)
    {
        var slash = text.IndexOf('/');
        return slash > 0 && RegistryGrammar.NamesRegistry(text.AsSpan(0, slash)) ? slash : 0;
    }

    private static ImageReferenceError? CheckRegistry(string text, int end)
        => text.AsSpan(end - 1).StartsWith("://")
            ? ReferenceErrors.Scheme()
            : RegistryGrammar.Check(text.AsSpan(0, end));

    private static ImageReferenceError? ReadRepository(string text, int start, out int end)
    {
        var position = start;
        while (true)
        {
            var error = ReadComponent(text, ref position);
            end = position;
            if (error is not null || position == text.Length || text[position] is ':' or '@')
            {
                return error;
            }

            if (text[position] != '/')
            {
                return ReferenceErrors.RepositoryCharacter(text[position], position);
            }

            position++;
        }
    }

    private static ImageReferenceError? ReadComponent(string text, ref int position)
    {
        var start = position;
        position = SkipAlphanumeric(text, position);
        if (position == start)
        {
            return ReferenceErrors.ComponentStart(text, position);
        }

        while (position < text.Length && text[position] is '.' or '_' or '-')
        {
            var separator = position;
            position = SkipSeparator(text, position);
            var next = SkipAlphanumeric(text, position);
            if (next == position)
            {
                return ReferenceErrors.Separator(text, separator, position);
            }

            position = next;
        }

        return null;
    }

    private static int SkipAlphanumeric(string text, int position)
    {
        while (position < text.Length && char.IsBetween(text[position], 'a', 'z') | char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        return position;
    }

    /// <summary>One dot, one or two underscores, or any number of dashes.</summary>
    private static int SkipSeparator(string text, int position)
    {
        switch (text[position])
        {
            case '-':
                while (position < text.Length && text[position] == '-')
                {
                    position++;
                }

                return position;
            case '_' when position + 1 < text.Length && text[position + 1] == '_':
                return position + 2;
            default:
                return position + 1;
        }
    }

    private static ImageReferenceError? ReadTag(string text, int start, out int length)
    {
        var rest = text.AsSpan(start);
        length = rest.IndexOfAnyExcept(ReferenceCharacters.Tag);
        length = length < 0 ? rest.Length : length;
        if (length < rest.Length && rest[length] != '@')
        {
            return ReferenceErrors.TagCharacter(rest[length], start + length);
        }

        if (length == 0)
        {
            return ReferenceErrors.TagEmpty(start);
        }

        if (rest[0] is '.' or '-')
        {
            return ReferenceErrors.TagStart(rest[0], start);
        }

        return length > ImageReference.MaxTagLength ? ReferenceErrors.TagTooLong(length, start) : null;
    }
}
