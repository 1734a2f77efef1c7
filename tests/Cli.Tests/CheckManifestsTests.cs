namespace Bouncer.Cli.Tests;

public sealed class CheckManifestsTests : IDisposable
{
    private static readonly string[] s_list = ["--registry-whitelist", "docker.io"];
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryImageOfEveryDocument_IsShownWithItsPlace()
    {
        var file = _folder.Write(
            "app.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
                  initContainers: [{name: init, image: quay.io/a/b:1}]
                  containers: [{name: web, image: "busybox:1"}]
            ---
            apiVersion: v1
            kind: Service
            ---
            {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "p-"},
              "spec": {"containers": [{"image": "busybox:2"}], "volumes": [{"name": "v", "image": {"reference": "busybox:3"}}]}}]}
            """);

        var run = BouncerRun.Of(["check", "-f", file, .. s_list]);

        Assert.Equal(
            [
                $"VERDICT  IMAGE                        RULE                WHERE",
                $"allowed  busybox:1                    registry-whitelist  {file}:1 Deployment/web",
                $"         docker.io/library/busybox:1                      spec.template.spec.containers[0].image (web)",
                $"refused  quay.io/a/b:1                registry-whitelist  {file}:1 Deployment/web",
                $"                                                          spec.template.spec.initContainers[0].image (init)",
                $"allowed  busybox:2                    registry-whitelist  {file}:13 Pod/p-",
                $"         docker.io/library/busybox:2                      items[0].spec.containers[0].image",
                $"allowed  busybox:3                    registry-whitelist  {file}:13 Pod/p-",
                $"         docker.io/library/busybox:3                      items[0].spec.volumes[0].image.reference (v)",
                $"",
                $"refused quay.io/a/b:1 in {file}:1 Deployment/web spec.template.spec.initContainers[0].image",
                $"  image \"quay.io/a/b:1\" is not allowed by rule \"registry-whitelist\"; allowed are docker.io",
                $"",
                $"4 images: 3 allowed, 0 warned, 1 refused; 1 object without pods",
            ],
            run.Lines);
        Assert.Equal(1, run.ExitCode);
    }

    [Theory]
    [InlineData("kind: Pod", "stdin:1 Pod", "apiVersion is missing, so this is no Kubernetes object")]
    [InlineData("apiVersion: v1", "stdin:1 object", "kind is missing, so this is no Kubernetes object")]
    [InlineData("- a", "stdin:1 object", "kind is missing, so this is no Kubernetes object")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: a}}", "stdin:1 Pod/a", "spec.containers names no container")]
    [InlineData("{apiVersion: v1, kind: Pod, spec: {containers: [{image: 1.5}]}}", "stdin:1 Pod", "spec.containers[0].image is not a string")]
    [InlineData("{apiVersion: v1, kind: Pod, spec: {containers: [{image: a}, {image: b, image: c}]}}", "stdin:1 Pod", "spec.containers[1].image appears twice")]
    [InlineData("{apiVersion: v1, kind: List, items: 1}", "stdin:1 List", "items is not a list")]
    [InlineData("{apiVersion: v1, kind: \"Pod\\e[31m\\n\"}\n---\n{kind: \"Pod\\e[31m\\n\"}", "stdin:3 Pod\\u001B[31m\\u000A", "apiVersion is missing, so this is no Kubernetes object")]
    public void ObjectThatIsNotWhatItShouldBe_Fails(string manifest, string subject, string problem)
    {
        var run = BouncerRun.WithInput(manifest, ["check", "-f", "-", .. s_list]);

        Assert.Equal(["", $"failed {subject}", $"  {problem}; the object would be refused", ""], run.Lines[..^1]);
        Assert.StartsWith("0 images: 0 allowed, 0 warned, 0 refused, 1 object that cannot be judged", run.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public void WrongYaml_IsAMistakeAndWhatStandsBeforeItIsChecked()
    {
        var run = BouncerRun.WithInput("{apiVersion: v1, kind: Pod, spec: {containers: [{image: quay.io/a/b}]}}\n---\nimage: {{ .Values.image }}\n", ["check", "-f", "-", .. s_list]);

        Assert.Equal(["stdin:3:9: a field name is a mapping; write text"], run.ErrorLines);
        Assert.Equal("1 image: 0 allowed, 0 warned, 1 refused", run.Lines[^1]);
        Assert.Equal(2, run.ExitCode);
    }

    [Theory]
    [InlineData("{name: a, namespace: team-a}", "other", 1)]
    [InlineData("{name: a, namespace: b}", "team-a", 0)]
    [InlineData("{name: a}", "team-a", 1)]
    [InlineData("{name: a}", null, 0)]
    public void Namespace_IsTheManifestsThenTheOptionsThenDefault(string metadata, string? option, int exitCode)
    {
        var policy = _folder.Write(
            "policy.yaml",
            """
            apiVersion: bouncer.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: p}
            spec: {default: allow, rules: [{name: a, deny: {registries: [docker.io]}, match: {namespaces: [team-a]}}]}
            """);
        string[] options = option is null ? [] : ["--namespace", option];

        var run = BouncerRun.WithInput(
            $"{{apiVersion: v1, kind: Pod, metadata: {metadata}, spec: {{containers: [{{image: busybox}}]}}}}",
            ["check", "-f", "-", "--policy", policy, .. options]);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Theory]
    [InlineData(false, "busybox:b", "busybox:j", "busybox:y")]
    [InlineData(true, "busybox:b", "busybox:j", "busybox:deep", "busybox:y")]
    public void Folder_IsReadInTheOrderOfItsNames(bool isRecursive, params string[] images)
    {
        foreach (var (name, tag) in (IEnumerable<(string, string)>)[("z.yml", "y"), ("b.yaml", "b"), ("c.json", "j"), ("d/a.yaml", "deep"), ("readme.txt", "t")])
        {
            _folder.Write(name, $"{{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {{\"containers\": [{{\"image\": \"busybox:{tag}\"}}]}}}}");
        }

        string[] options = isRecursive ? ["-R"] : [];
        var run = BouncerRun.Of(["check", "-f", _folder.Path, .. options, .. s_list]);

        Assert.Equal(images, run.Lines.Where(l => l.StartsWith("allowed", StringComparison.Ordinal)).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
    }

    [Fact]
    public void FolderWithoutManifests_IsAMistake()
    {
        _folder.Write("d/a.yaml", "a: 1");

        var run = BouncerRun.Of(["check", "-f", _folder.Path, .. s_list]);

        Assert.Equal([$"{_folder.Path}: the folder has no .yaml, .yml or .json file; -R looks into its folders"], run.ErrorLines);
        Assert.Equal(2, run.ExitCode);
    }
}
