using Bouncer.ImagePolicy;
using Bouncer.ImagePolicy.Deciding;

namespace Bouncer.Cli.Check;

/// <summary>An object of a manifest file.</summary>
/// <param name="File">The file as the command line names it; <c>stdin</c> for the standard input.</param>
/// <param name="Line">The line on which its document starts.</param>
/// <param name="Kind">The object's kind.</param>
/// <param name="Name">The object's name; empty if it has none.</param>
/// <param name="Path">Its path in the document: <c>items[2]</c> in a list, else empty.</param>
internal sealed record ObjectSource(string File, int Line, string Kind, string Name, string Path)
{
    /// <summary>The file and the line.</summary>
    public string Place => $"{Printable.Text(File)}:{Line}";

    /// <summary>The object as kubectl names it.</summary>
    public string Label => Name.Length == 0 ? Printable.Text(Kind, 80) : $"{Printable.Text(Kind, 80)}/{Printable.Text(Name, 80)}";
}

/// <summary>An image and where it stands.</summary>
/// <param name="Namespace">The namespace in which it is to run.</param>
/// <param name="Image">The image, with its path in the object.</param>
/// <param name="Object">The object; null if the image is an argument of the command.</param>
internal sealed record ImageSource(string Namespace, ContainerImage Image, ObjectSource? Object)
{
    /// <summary>The path of the image in its document; empty for an argument.</summary>
    public string Path => Object is { Path.Length: > 0 } ? $"{Object.Path}.{Image.Path}" : Image.Path;
}

/// <summary>An object that cannot be judged. The services refuse such an object, and say the same.</summary>
/// <param name="Object">The object.</param>
/// <param name="Problem">What is wrong and where.</param>
internal sealed record Failure(ObjectSource Object, string Problem);
