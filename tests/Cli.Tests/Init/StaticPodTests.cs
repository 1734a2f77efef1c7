using Bouncer.Cli.Init;
using Bouncer.Cli.Init.StaticPods;

namespace Bouncer.Cli.Tests.Init;

/// <summary>The API server's manifest is changed where it has to be, and nowhere else.</summary>
public class StaticPodTests
{
    private const string Kubeadm = """
        # Made by kubeadm.
        apiVersion: v1
        kind: Pod
        metadata:
          annotations:
            kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint: 10.0.0.5:6443
          name: kube-apiserver
          namespace: kube-system
        spec:
          containers:
          - command:
            - kube-apiserver
            - --advertise-address=10.0.0.5
            - --enable-admission-plugins=NodeRestriction   # and more to come
            - "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt"
            image: registry.k8s.io/kube-apiserver:v1.35.0
            livenessProbe:
              httpGet: {host: 10.0.0.5, path: /livez, port: 6443}
            name: kube-apiserver
            volumeMounts:
            - mountPath: /etc/ssl/certs
              name: ca-certs
              readOnly: true
            # Keys.
            - mountPath: /etc/kubernetes/pki
              name: k8s-certs
              readOnly: true
          hostNetwork: true
          volumes:
          - hostPath:
              path: /etc/ssl/certs
              type: DirectoryOrCreate
            name: ca-certs
          - hostPath:
              path: /etc/kubernetes/pki
              type: DirectoryOrCreate
            name: k8s-certs
        status: {}

        """;

    private static readonly ApiServerManifest s_manifest = new("/etc/kubernetes/admission/admission.yaml", "/etc/kubernetes/admission");

    [Fact]
    public void Change_LeavesAllElseToTheLetter()
        => Assert.Equal(
            Kubeadm
                .Replace("=NodeRestriction ", "=NodeRestriction,ImagePolicyWebhook ", StringComparison.Ordinal)
                .Replace(
                    "pki/apiserver.crt\"\n",
                    "pki/apiserver.crt\"\n    - --admission-control-config-file=/etc/kubernetes/admission/admission.yaml\n",
                    StringComparison.Ordinal)
                .Replace(
                    "      readOnly: true\n  hostNetwork",
                    "      readOnly: true\n    - mountPath: /etc/kubernetes/admission\n      name: image-bouncer-admission\n      readOnly: true\n  hostNetwork",
                    StringComparison.Ordinal)
                .Replace(
                    "    name: k8s-certs\nstatus",
                    "    name: k8s-certs\n  - hostPath:\n      path: /etc/kubernetes/admission\n      type: Directory\n    name: image-bouncer-admission\nstatus",
                    StringComparison.Ordinal),
            s_manifest.Add(Kubeadm));

    [Theory]
    [InlineData("NodeRestriction   # and more to come", "NodeRestriction   # and more to come")]
    [InlineData("    - --enable-admission-plugins=NodeRestriction   # and more to come\n", "")]
    [InlineData("  volumes:\n  - hostPath:\n      path: /etc/ssl/certs\n      type: DirectoryOrCreate\n    name: ca-certs\n  - hostPath:\n      path: /etc/kubernetes/pki\n      type: DirectoryOrCreate\n    name: k8s-certs\n", "")]
    [InlineData("  - command:", "  - args:")]
    [InlineData("\n", "\r\n")]
    public void ChangeUndone_IsTheTextAsItWas(string part, string other)
    {
        var before = Kubeadm.Replace(part, other, StringComparison.Ordinal);
        var changed = s_manifest.Add(before);

        Assert.NotEqual(before, changed);
        Assert.Equal(changed, s_manifest.Add(changed));
        Assert.Equal(before, s_manifest.Remove(changed));
        Assert.Equal(before, s_manifest.Remove(before));
    }

    [Fact]
    public void WhatSomebodyElseAdded_StaysWhenItIsUndone()
    {
        var changed = s_manifest.Add(Kubeadm).Replace(",ImagePolicyWebhook", ",ImagePolicyWebhook,PodSecurity", StringComparison.Ordinal);

        Assert.Equal(Kubeadm.Replace("NodeRestriction ", "NodeRestriction,PodSecurity ", StringComparison.Ordinal), s_manifest.Remove(changed));
    }

    [Theory]
    [InlineData("    - --advertise-address=10.0.0.5\n", "    - --admission-control-config-file=/etc/other.yaml\n", "it has --admission-control-config-file=/etc/other.yaml, and an API server reads one such file. Put the plugin's entry of /etc/kubernetes/admission/admission.yaml into that file")]
    [InlineData("    - --advertise-address=10.0.0.5\n", "    - --disable-admission-plugins=ImagePolicyWebhook\n", "it has --disable-admission-plugins=ImagePolicyWebhook, which switches the plugin off. Take ImagePolicyWebhook out of it")]
    [InlineData("    name: kube-apiserver\n    volume", "    name: other\n    volume", "it has no container kube-apiserver with flags")]
    [InlineData("kind: Pod", "kind: [", "it is no YAML")]
    [InlineData("status: {}", "---\n{}", "it is not one object")]
    public void WhatCannotBeChanged_IsSaid(string part, string other, string message)
        => Assert.StartsWith(
            message,
            Assert.Throws<InitException>(() => s_manifest.Add(Kubeadm.Replace(part, other, StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void ListInOneLine_IsNotGuessedAt()
    {
        const string Flow = "spec:\n  containers:\n  - command: [kube-apiserver, --v=1]\n    name: kube-apiserver\n";

        Assert.Equal("command is written in a way that cannot be changed here", Assert.Throws<InitException>(() => s_manifest.Add(Flow)).Message);
    }
}
