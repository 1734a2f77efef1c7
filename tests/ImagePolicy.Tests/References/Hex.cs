namespace Bouncer.ImagePolicy.Tests.References;

/// <summary>Hexadecimal digits of the lengths that matter.</summary>
internal static class Hex
{
    public const string Of32 = "0123456789abcdef0123456789abcdef";
    public const string Of64 = Of32 + Of32;
    public const string Of96 = Of64 + Of32;
    public const string Of128 = Of64 + Of64;
}
