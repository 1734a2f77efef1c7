using Bouncer.GatekeeperAdapter.Cluster.Crds;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.KubernetesApi;

namespace Bouncer.GatekeeperAdapter.Tests.Cluster;

public class EmbeddedCrdTests
{
    [Fact]
    public void Program_HoldsTheDefinitionsOfWhatItReads()
        => Assert.Equal(
            ["configs.config.gatekeeper.sh", "constrainttemplates.templates.gatekeeper.sh", "syncsets.syncset.gatekeeper.sh"],
            EmbeddedCrds.Read().Select(crd => crd.Name()));
}
