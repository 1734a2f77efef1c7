namespace Bouncer.Cli.Tests;

/// <summary>A folder with a template that refuses images, constraints of it, and pods.</summary>
public sealed class PolicyFolder : IDisposable
{
    private readonly TestFolder _folder = new();

    public PolicyFolder()
    {
        Write("template.yaml", """
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: badimages}
            spec:
              crd:
                spec:
                  names: {kind: BadImages}
                  validation:
                    openAPIV3Schema: {type: object, properties: {images: {type: array, items: {type: string}}}}
              targets:
              - target: admission.k8s.gatekeeper.sh
                rego: |
                  package badimages
                  violation[{"msg": msg, "details": {"image": image}}] {
                    image := input.review.object.spec.containers[_].image
                    image == input.parameters.images[_]
                    msg := sprintf("image \"%v\" is bad", [image])
                  }
            """);
        Write("constraint.yaml", Constraint("bad"));
        Write("pod.yaml", Pod("web", "evil"));
        Write("good.yaml", Pod("api", "nice"));
    }

    public string Path => _folder.Path;

    public string Write(string name, string content) => _folder.Write(name, content);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The text with the path of this folder left out.</summary>
    public string Shorten(string text) => text.Replace(Path + "/", "", StringComparison.Ordinal);

    public static string Constraint(string name, string spec = "")
        => $"{{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: BadImages, metadata: {{name: {name}}}, spec: {{match: {{kinds: [{{apiGroups: [''], kinds: [Pod]}}]}}, parameters: {{images: [evil]}}{spec}}}}}\n";

    public static string Pod(string name, string image)
        => $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: shop}}, spec: {{containers: [{{name: c, image: {image}}}]}}}}\n";

    public void Dispose() => _folder.Dispose();
}
