using System.Text.Json;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Documents;
using Bouncer.ImagePolicy.Objects;

namespace Bouncer.Cli.Check;

/// <summary>Collects images: those of the command line, and those of the objects in manifest files.</summary>
/// <param name="defaultNamespace">The namespace of images, and of objects that name none.</param>
internal sealed class ManifestImages(string defaultNamespace)
{
    private readonly List<ImageSource> _images = [];
    private readonly List<Failure> _failures = [];

    public IReadOnlyList<ImageSource> Images => _images;

    public IReadOnlyList<Failure> Failures => _failures;

    /// <summary>How many objects are of kinds that bear no pods.</summary>
    public int ObjectsWithoutPods { get; private set; }

    public void AddArgument(string image) => _images.Add(new(defaultNamespace, new ContainerImage(image), null));

    public void AddFile(ManifestFile file)
    {
        foreach (var manifest in file.Manifests)
        {
            var source = new ObjectSource(file.Name, manifest.Line, "", "", "");
            try
            {
                AddObject(KubernetesObject.Parse(manifest.Json.Span), source);
            }
            catch (JsonException e)
            {
                _failures.Add(new(source, e.Message));
            }
        }
    }

    private void AddObject(KubernetesObject @object, ObjectSource document)
    {
        var source = document with { Kind = @object.Kind, Name = @object.Name };
        if (@object.ApiVersion.Length == 0 || @object.Kind.Length == 0)
        {
            // A kind without its group says nothing: the object would pass for one without pods.
            _failures.Add(new(source, $"{(@object.Kind.Length == 0 ? "kind" : "apiVersion")} is missing, so this is no Kubernetes object"));
            return;
        }

        switch (PodBearingKinds.Find(PodBearingKinds.GroupOf(@object.ApiVersion), @object.Kind))
        {
            case null:
                ObjectsWithoutPods++;
                break;
            case PodLocation.Items:
                AddItems(@object, source);
                break;
            case { } location:
                AddImages(@object, location, source);
                break;
        }
    }

    private void AddItems(KubernetesObject list, ObjectSource source)
    {
        if (!list.TryGetImages(PodLocation.Items, out _, out var problem))
        {
            _failures.Add(new(source, problem!));
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            AddObject(list.Items[i], source with { Path = $"{(source.Path.Length == 0 ? "" : source.Path + ".")}items[{i}]" });
        }
    }

    private void AddImages(KubernetesObject @object, PodLocation location, ObjectSource source)
    {
        if (!@object.TryGetImages(location, out var images, out var problem))
        {
            _failures.Add(new(source, problem!));
            return;
        }

        var @namespace = @object.Namespace.Length > 0 ? @object.Namespace : defaultNamespace;
        _images.AddRange(images.Select(image => new ImageSource(@namespace, image, source)));
    }
}
