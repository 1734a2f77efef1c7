namespace Bouncer.ImagePolicy.Deciding;

/// <summary>One image that is to be decided, and where it was found.</summary>
/// <param name="Image">The reference as written; empty where the object has none.</param>
/// <param name="Field">The kind of place.</param>
/// <param name="Index">The place in its list, from 0.</param>
/// <param name="Name">The name of the container or volume, if it has one. Names are unique in their list.</param>
/// <param name="PodSpecPath">The path of the pod spec in the object (<c>spec.template.spec</c>); empty where the lists
/// lie at the top.</param>
public readonly record struct ContainerImage(
    string Image,
    ImageField Field = ImageField.Review,
    int Index = 0,
    string? Name = null,
    string PodSpecPath = "")
{
    /// <summary>The path of the image in its object, such as <c>spec.template.spec.initContainers[0].image</c>; empty for
    /// an image of an ImageReview, which does not say where its images come from.</summary>
    public string Path => Field switch
    {
        ImageField.Container => $"{Prefix}containers[{Index}].image",
        ImageField.InitContainer => $"{Prefix}initContainers[{Index}].image",
        ImageField.EphemeralContainer => $"{Prefix}ephemeralContainers[{Index}].image",
        ImageField.Volume => $"{Prefix}volumes[{Index}].image.reference",
        _ => "",
    };

    private string Prefix => PodSpecPath.Length == 0 ? "" : PodSpecPath + ".";
}

/// <summary>The kinds of places where an image is named.</summary>
public enum ImageField
{
    /// <summary>The list of an ImageReview: containers and init containers without distinction.</summary>
    Review,

    /// <summary><c>containers[].image</c>.</summary>
    Container,

    /// <summary><c>initContainers[].image</c>.</summary>
    InitContainer,

    /// <summary><c>ephemeralContainers[].image</c>.</summary>
    EphemeralContainer,

    /// <summary><c>volumes[].image.reference</c>.</summary>
    Volume,
}
