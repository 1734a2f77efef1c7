namespace Bouncer.ImagePolicy.References;

/// <summary>One method for each way in which a text fails to be an image reference. Positions count from 0.</summary>
internal static class ReferenceErrors
{
    public static ImageReferenceError Empty()
        => new(ImageReferencePart.Reference, 0, "the image is empty");

    public static ImageReferenceError ImageId()
        => new(ImageReferencePart.Reference, 0, "64 hexadecimal digits are an image ID, not a name; write NAME@sha256:ID");

    /// <summary>A URL where an image is asked for, a common slip of those who come from <c>docker login</c> or skopeo.</summary>
    public static ImageReferenceError Scheme()
        => Registry(0, "has a scheme; leave out everything up to '://'");

    public static ImageReferenceError RegistryLabelEmpty(int position)
        => Registry(position, $"has an empty part at position {position}; dots may not lead, trail or double");

    public static ImageReferenceError RegistryLabelDash(int position)
        => Registry(position, $"has a part that starts or ends with '-' at position {position}");

    public static ImageReferenceError RegistryCharacter(char c, int position)
        => Registry(position, $"has {Show(c)} at position {position}, where only letters, digits, '-' and '.' may stand");

    public static ImageReferenceError PortEmpty(int position)
        => Registry(position, $"has no port after ':' at position {position}");

    public static ImageReferenceError PortCharacter(char c, int position)
        => Registry(position, $"has {Show(c)} at position {position}, where only the digits of a port may stand");

    public static ImageReferenceError AddressNotClosed(int position)
        => Registry(position, "has an IPv6 address without its closing ']'");

    public static ImageReferenceError AddressEmpty(int position)
        => Registry(position, "has an empty IPv6 address");

    public static ImageReferenceError AddressCharacter(char c, int position)
        => Registry(position, $"has {Show(c)} at position {position}, where only hexadecimal digits and ':' may stand");

    public static ImageReferenceError AddressFollowed(char c, int position)
        => Registry(position, $"has {Show(c)} at position {position}, where only ':' and a port may follow the IPv6 address");

    public static ImageReferenceError RepositoryCharacter(char c, int position)
        => char.IsAsciiLetterUpper(c)
            ? Repository(position, $"has the upper-case letter '{c}' at position {position}; repositories are lower case")
            : Repository(position, $"has {Show(c)} at position {position}, where only a-z, 0-9, '.', '_', '-' and '/' may stand");

    /// <summary>A path component that starts with something other than a lower-case letter or a digit.</summary>
    public static ImageReferenceError ComponentStart(string text, int position)
        => position == text.Length || text[position] is '/' or ':' or '@'
            ? Repository(position, $"has an empty part at position {position}")
            : text[position] is '.' or '_' or '-'
                ? Repository(position, $"has a part that starts with '{text[position]}' at position {position}; parts start with a-z or 0-9")
                : RepositoryCharacter(text[position], position);

    /// <summary>A separator from <paramref name="start"/> to <paramref name="end"/> that no letter or digit follows.</summary>
    public static ImageReferenceError Separator(string text, int start, int end)
        => end == text.Length || text[end] is '/' or ':' or '@'
            ? Repository(start, $"has a part that ends with '{text[start]}' at position {start}")
            : text[end] is '.' or '_' or '-'
                ? Repository(end, $"has '{text[end]}' after '{text[start]}' at position {end}; separators are one '.', one or two '_', or any number of '-'")
                : RepositoryCharacter(text[end], end);

    public static ImageReferenceError RepositoryTooLong(int length, int position)
        => Repository(position, $"has {length} characters; at most {ImageReference.MaxRepositoryLength} are allowed");

    public static ImageReferenceError TagEmpty(int position)
        => Tag(position, $"is empty at position {position}");

    public static ImageReferenceError TagStart(char c, int position)
        => Tag(position, $"starts with '{c}' at position {position}; tags start with a letter, a digit or '_'");

    public static ImageReferenceError TagCharacter(char c, int position)
        => Tag(position, $"has {Show(c)} at position {position}, where only letters, digits, '_', '.' and '-' may stand");

    public static ImageReferenceError TagTooLong(int length, int position)
        => Tag(position, $"has {length} characters; at most {ImageReference.MaxTagLength} are allowed");

    public static ImageReferenceError DigestWithoutAlgorithm(int position)
        => Digest(position, "names no algorithm; write sha256: and 64 hexadecimal digits");

    public static ImageReferenceError DigestAlgorithm(int position)
        => Digest(position, "has an unknown algorithm; sha256, sha384 and sha512 are supported");

    public static ImageReferenceError DigestCharacter(char c, int position)
        => Digest(position, $"has {Show(c)} at position {position}, where only 0-9 and a-f may stand");

    public static ImageReferenceError DigestLength(ReadOnlySpan<char> algorithm, int expected, int actual, int position)
        => Digest(position, $"has {actual} hexadecimal digits; {algorithm} takes {expected}");

    private static string Show(char c) => ReferenceCharacters.Show(c);

    private static ImageReferenceError Registry(int position, string problem)
        => new(ImageReferencePart.Registry, position, "the registry " + problem);

    private static ImageReferenceError Repository(int position, string problem)
        => new(ImageReferencePart.Repository, position, "the repository " + problem);

    private static ImageReferenceError Tag(int position, string problem)
        => new(ImageReferencePart.Tag, position, "the tag " + problem);

    private static ImageReferenceError Digest(int position, string problem)
        => new(ImageReferencePart.Digest, position, "the digest " + problem);
}
