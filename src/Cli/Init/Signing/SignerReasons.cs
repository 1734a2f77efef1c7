namespace Bouncer.Cli.Init.Signing;

/// <summary>What the reasons mean with which a signer refuses a request (the condition <c>Failed</c>).</summary>
internal static class SignerReasons
{
    /// <summary>The signer that signs servers' certificates with the cluster's authority.</summary>
    public const string KubeletServing = "kubernetes.io/kubelet-serving";

    /// <summary>What that signer wants as the subject's O.</summary>
    public const string NodesOrganization = "system:nodes";

    /// <summary>What to do about a reason.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="reason">Its words.</param>
    // The words are those of pkg/controller/certificates/signer and pkg/apis/certificates in kubernetes/kubernetes.
    public static string Remedy(string signer, string reason)
    {
        return 0 switch
        {
            _ when Says("organization is not system:nodes")
                => $"{signer} signs for the organization system:nodes alone. Leave out --organization, or name with --signer one that signs for yours.",
            _ when Says("does not begin with system:node:")
                => $"{signer} signs for names that begin with system:node: alone. Leave out --common-name, or name with --signer one that signs for yours.",
            _ when Says("subjectAltName is required")
                => "The request carries neither a DNS name nor an address: name one with --host.",
            _ when Says("usage")
                => $"{signer} wants other usages than digital signature, key encipherment and server auth, which a server needs. Name with --signer one that signs for servers.",
            _ => $"Ask who runs {signer}; its log says more (for kubernetes.io/..., that of kube-controller-manager).",
        };

        bool Says(string words) => reason.Contains(words, StringComparison.Ordinal);
    }
}
