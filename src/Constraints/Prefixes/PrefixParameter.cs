namespace Bouncer.Constraints.Prefixes;

/// <summary>A parameter whose texts are compared with the beginnings of images.</summary>
/// <param name="Path">The names from <c>spec.parameters</c> down to it; <c>*</c> stands for all items of a list or members of an object.</param>
internal sealed record PrefixParameter(IReadOnlyList<string> Path)
{
    /// <summary>Such as <c>spec.parameters.repos</c>.</summary>
    public override string ToString() => "spec.parameters." + string.Join('.', Path);
}
