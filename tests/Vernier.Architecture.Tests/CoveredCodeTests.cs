using Vernier.Dev;

namespace Vernier.Architecture.Tests;

public class CoveredCodeTests
{
    [Fact]
    public void Add_ReportsOfTwoProjects_ALineIsCoveredByEitherOfThem()
    {
        var coverage = new CoveredCode();
        coverage.AddReport("""{"A.dll":{"/a.cs":{"A":{"void A::M()":{"Lines":{"1":1,"2":0,"3":0},"Branches":[{"Line":2,"Offset":4,"EndOffset":6,"Path":0,"Ordinal":0,"Hits":0}]}}}}}""");
        coverage.AddReport("""{"A.dll":{"/a.cs":{"A":{"void A::M()":{"Lines":{"1":0,"2":5,"3":0},"Branches":[{"Line":2,"Offset":4,"EndOffset":6,"Path":0,"Ordinal":0,"Hits":5}]}}}}}""");
        coverage.Table().ShouldContain("| A | 3 | 66.7 % | 1 | 100.0 % |\n");
    }
}
