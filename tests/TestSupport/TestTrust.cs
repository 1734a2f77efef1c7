using System.Security.Cryptography.X509Certificates;

namespace Bouncer.TestSupport;

/// <summary>Trust for clients in tests.</summary>
public static class TestTrust
{
    /// <summary>Trust in one authority alone.</summary>
    public static X509ChainPolicy In(TestAuthority authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { authority.Certificate },
    };
}
