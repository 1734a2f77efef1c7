using System.Reflection;
using Bouncer.ImagePolicy.References;

namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>Every way in which a text fails to be a reference: which part, where, and in which words.</summary>
public class ReferenceErrorTests
{
    private const string Path = "where only a-z, 0-9, '.', '_', '-' and '/' may stand";
    private const string Host = "where only letters, digits, '-' and '.' may stand";

    /// <summary>The factory method, a text that leads to it, and what it says.</summary>
    public static readonly TheoryData<string, string, ImageReferencePart, int, string> Errors = new()
    {
        { "Empty", "", ImageReferencePart.Reference, 0, "the image is empty" },
        { "ImageId", Hex.Of64, ImageReferencePart.Reference, 0, "64 hexadecimal digits are an image ID, not a name; write NAME@sha256:ID" },
        { "Scheme", "https://r.example/app", ImageReferencePart.Registry, 0, "the registry has a scheme; leave out everything up to '://'" },
        { "Scheme", "docker://r.example/app", ImageReferencePart.Registry, 0, "the registry has a scheme; leave out everything up to '://'" },

        { "RegistryLabelEmpty", ".r.example/app", ImageReferencePart.Registry, 0, "the registry has an empty part at position 0; dots may not lead, trail or double" },
        { "RegistryLabelEmpty", "r..example/app", ImageReferencePart.Registry, 2, "the registry has an empty part at position 2; dots may not lead, trail or double" },
        { "RegistryLabelEmpty", "docker.io./busybox", ImageReferencePart.Registry, 10, "the registry has an empty part at position 10; dots may not lead, trail or double" },
        { "RegistryLabelEmpty", "r.:5000/app", ImageReferencePart.Registry, 2, "the registry has an empty part at position 2; dots may not lead, trail or double" },
        { "RegistryLabelEmpty", ":5000/app", ImageReferencePart.Registry, 0, "the registry has an empty part at position 0; dots may not lead, trail or double" },
        { "RegistryLabelDash", "-r.example/app", ImageReferencePart.Registry, 0, "the registry has a part that starts or ends with '-' at position 0" },
        { "RegistryLabelDash", "r-.example/app", ImageReferencePart.Registry, 1, "the registry has a part that starts or ends with '-' at position 1" },
        { "RegistryLabelDash", "r.-example/app", ImageReferencePart.Registry, 2, "the registry has a part that starts or ends with '-' at position 2" },
        { "RegistryLabelDash", "r.example-:80/app", ImageReferencePart.Registry, 9, "the registry has a part that starts or ends with '-' at position 9" },
        { "RegistryCharacter", "reg_istry.io/app", ImageReferencePart.Registry, 3, "the registry has '_' at position 3, " + Host },
        { "RegistryCharacter", "r.example%2f/app", ImageReferencePart.Registry, 9, "the registry has '%' at position 9, " + Host },
        { "RegistryCharacter", "r.exa mple/app", ImageReferencePart.Registry, 5, "the registry has a space at position 5, " + Host },
        { "RegistryCharacter", "r.example\0/app", ImageReferencePart.Registry, 9, "the registry has U+0000 at position 9, " + Host },
        { "RegistryCharacter", "r.exampl\u0435/app", ImageReferencePart.Registry, 8, "the registry has U+0435 at position 8, " + Host },
        { "PortEmpty", "r.example:/app", ImageReferencePart.Registry, 9, "the registry has no port after ':' at position 9" },
        { "PortEmpty", "[::1]:/app", ImageReferencePart.Registry, 5, "the registry has no port after ':' at position 5" },
        { "PortCharacter", "r.example:80a/app", ImageReferencePart.Registry, 12, "the registry has 'a' at position 12, where only the digits of a port may stand" },
        { "PortCharacter", "r.example:8\u0660/app", ImageReferencePart.Registry, 11, "the registry has U+0660 at position 11, where only the digits of a port may stand" },
        { "PortCharacter", "[::1]::80/app", ImageReferencePart.Registry, 6, "the registry has ':' at position 6, where only the digits of a port may stand" },
        { "AddressNotClosed", "[::1/app", ImageReferencePart.Registry, 4, "the registry has an IPv6 address without its closing ']'" },
        { "AddressEmpty", "[]:80/app", ImageReferencePart.Registry, 1, "the registry has an empty IPv6 address" },
        { "AddressCharacter", "[::1%eth0]:5000/app", ImageReferencePart.Registry, 4, "the registry has '%' at position 4, where only hexadecimal digits and ':' may stand" },
        { "AddressCharacter", "[::ffff:1.2.3.4]/app", ImageReferencePart.Registry, 9, "the registry has '.' at position 9, where only hexadecimal digits and ':' may stand" },
        { "AddressFollowed", "[::1]5000/app", ImageReferencePart.Registry, 5, "the registry has '5' at position 5, where only ':' and a port may follow the IPv6 address" },

        { "RepositoryCharacter", "busybox latest", ImageReferencePart.Repository, 7, "the repository has a space at position 7, " + Path },
        { "RepositoryCharacter", "r.example/a\tb", ImageReferencePart.Repository, 11, "the repository has U+0009 at position 11, " + Path },
        { "RepositoryCharacter", "a/b~c", ImageReferencePart.Repository, 3, "the repository has '~' at position 3, " + Path },
        { "RepositoryCharacter", "busyBox", ImageReferencePart.Repository, 4, "the repository has the upper-case letter 'B' at position 4; repositories are lower case" },
        { "ComponentStart", "Busybox", ImageReferencePart.Repository, 0, "the repository has the upper-case letter 'B' at position 0; repositories are lower case" },
        { "ComponentStart", "r.example/team//app", ImageReferencePart.Repository, 15, "the repository has an empty part at position 15" },
        { "ComponentStart", "/app", ImageReferencePart.Repository, 0, "the repository has an empty part at position 0" },
        { "ComponentStart", "r.example/", ImageReferencePart.Repository, 10, "the repository has an empty part at position 10" },
        { "ComponentStart", "r.example/:1", ImageReferencePart.Repository, 10, "the repository has an empty part at position 10" },
        { "ComponentStart", ":latest", ImageReferencePart.Repository, 0, "the repository has an empty part at position 0" },
        { "ComponentStart", "team/_app", ImageReferencePart.Repository, 5, "the repository has a part that starts with '_' at position 5; parts start with a-z or 0-9" },
        { "ComponentStart", "$app", ImageReferencePart.Repository, 0, "the repository has '$' at position 0, " + Path },
        { "Separator", "team-/app", ImageReferencePart.Repository, 4, "the repository has a part that ends with '-' at position 4" },
        { "Separator", "app_:1", ImageReferencePart.Repository, 3, "the repository has a part that ends with '_' at position 3" },
        { "Separator", "app.", ImageReferencePart.Repository, 3, "the repository has a part that ends with '.' at position 3" },
        { "Separator", "a..b", ImageReferencePart.Repository, 2, "the repository has '.' after '.' at position 2; separators are one '.', one or two '_', or any number of '-'" },
        { "Separator", "a___b", ImageReferencePart.Repository, 3, "the repository has '_' after '_' at position 3; separators are one '.', one or two '_', or any number of '-'" },
        { "Separator", "a-.b", ImageReferencePart.Repository, 2, "the repository has '.' after '-' at position 2; separators are one '.', one or two '_', or any number of '-'" },
        { "Separator", "a-B", ImageReferencePart.Repository, 2, "the repository has the upper-case letter 'B' at position 2; repositories are lower case" },
        { "RepositoryTooLong", "r.example/" + LongPath, ImageReferencePart.Repository, 10, "the repository has 256 characters; at most 255 are allowed" },

        { "TagEmpty", "busybox:", ImageReferencePart.Tag, 8, "the tag is empty at position 8" },
        { "TagEmpty", "busybox:@sha256:" + Hex.Of64, ImageReferencePart.Tag, 8, "the tag is empty at position 8" },
        { "TagStart", "busybox:-1", ImageReferencePart.Tag, 8, "the tag starts with '-' at position 8; tags start with a letter, a digit or '_'" },
        { "TagStart", "busybox:.1", ImageReferencePart.Tag, 8, "the tag starts with '.' at position 8; tags start with a letter, a digit or '_'" },
        { "TagCharacter", "busybox:1:2", ImageReferencePart.Tag, 9, "the tag has ':' at position 9, where only letters, digits, '_', '.' and '-' may stand" },
        { "TagCharacter", "r.example/app:1/2", ImageReferencePart.Tag, 15, "the tag has '/' at position 15, where only letters, digits, '_', '.' and '-' may stand" },
        { "TagTooLong", "busybox:" + LongTag, ImageReferencePart.Tag, 8, "the tag has 129 characters; at most 128 are allowed" },

        { "DigestWithoutAlgorithm", "busybox@", ImageReferencePart.Digest, 8, "the digest names no algorithm; write sha256: and 64 hexadecimal digits" },
        { "DigestWithoutAlgorithm", "busybox:1@" + Hex.Of64, ImageReferencePart.Digest, 10, "the digest names no algorithm; write sha256: and 64 hexadecimal digits" },
        { "DigestAlgorithm", "busybox@md5:" + Hex.Of32, ImageReferencePart.Digest, 8, "the digest has an unknown algorithm; sha256, sha384 and sha512 are supported" },
        { "DigestCharacter", "busybox@sha256:0123A", ImageReferencePart.Digest, 19, "the digest has 'A' at position 19, where only 0-9 and a-f may stand" },
        { "DigestLength", "busybox@sha256:" + Hex.Of32, ImageReferencePart.Digest, 8, "the digest has 32 hexadecimal digits; sha256 takes 64" },
        { "DigestLength", "busybox@sha384:" + Hex.Of64, ImageReferencePart.Digest, 8, "the digest has 64 hexadecimal digits; sha384 takes 96" },
        { "DigestLength", "busybox@sha512:", ImageReferencePart.Digest, 8, "the digest has 0 hexadecimal digits; sha512 takes 128" },
    };

    private const string LongTag = Hex.Of128 + "a";
    private const string LongPath = Hex.Of128 + Hex.Of128;

    [Theory]
    [MemberData(nameof(Errors))]
    public void TextThatIsNoReference_GetsItsErrorWithPartPlaceAndWords(
        string factory, string text, ImageReferencePart part, int position, string message)
    {
        _ = factory;
        var error = Refusal.Of(text);

        Assert.Equal(new ImageReferenceError(part, position, message), error);
        Assert.InRange(error.Position, 0, text.Length);
    }

    [Fact]
    public void EveryKindOfError_HasACaseHere()
    {
        var kinds = typeof(ReferenceErrors)
            .GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(m => m.Name);

        Assert.Equal(kinds.Order(StringComparer.Ordinal), Errors.Select(e => e.Data.Item1).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parse_ThrowsWithTheMessage()
        => Assert.Equal("the tag is empty at position 8", Assert.Throws<FormatException>(() => ImageReference.Parse("busybox:")).Message);
}
