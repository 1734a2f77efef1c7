using Bouncer.ImagePolicy.Policies;

namespace Bouncer.ImagePolicy.Deciding;

/// <summary>A rule that an image broke.</summary>
/// <param name="Rule">The rule's name; <see cref="InvalidReference"/> and <see cref="Default"/> are built in.</param>
/// <param name="Enforcement">What follows from it.</param>
/// <param name="Image">The image and where it was found.</param>
/// <param name="Problem">What is wrong, in one clause that names the image and the rule.</param>
/// <param name="Remedy">What would have to change, in one clause.</param>
public sealed record Violation(string Rule, Enforcement Enforcement, ContainerImage Image, string Problem, string Remedy)
{
    /// <summary>The rule that every image reference has to be one. It cannot be switched off: what cannot be parsed
    /// cannot be compared.</summary>
    public const string InvalidReference = "image-reference";

    /// <summary>The rule that applies where no allow rule does.</summary>
    public const string Default = "default";

    /// <summary>The violation as people read it: where, what, and what to do.</summary>
    public override string ToString()
    {
        var path = Image.Path;
        var where = path.Length == 0 ? "" : Image.Name is null ? $"{path}: " : $"{path} ({Printable.Text(Image.Name, 63)}): ";
        return $"{where}{Problem}; {Remedy}";
    }
}
