using Vernier.Architecture.Tests.Samples;
using Vernier.Testing;

namespace Vernier.Architecture.Tests;

public class FolderTests
{
    private const string Samples = "Vernier.Architecture.Tests/Samples";

    private static readonly Lazy<IReadOnlyList<TypeUse>> OwnUses = new(() => TypeUseReader.Read(typeof(FolderTests).Assembly.Location));

    public static TheoryData<string> Projects => new(Repository.SourceProjects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_DoNotFormACircle(string project)
    {
        var circles = FolderCircles.Find(TypeUseReader.Read(Repository.Assembly(project)), project);
        circles.Count.ShouldBe(0, string.Join('\n', circles));
    }

    [Fact]
    public void Find_FoldersThatUseEachOther_NamesTheTypesThatCauseTheCircle() =>
        FolderCircles.Find(OwnUses.Value, Samples + "/Circle").ShouldHaveSingleItem().ShouldBe($"""
            A circle of {Samples}/Circle/Left, {Samples}/Circle/Right:
              {Samples}/Circle/Left → {Samples}/Circle/Right (1):
                LeftCaller → RightCallee
              {Samples}/Circle/Right → {Samples}/Circle/Left (1):
                RightHolder → LeftHeld
            """);

    [Fact]
    public void Find_FoldersOneAboveTheOther_FindsNothing() => FolderCircles.Find(OwnUses.Value, Samples + "/Tree").ShouldBeEmpty();

    [Fact]
    public void Find_IndirectCircle_IsReportedOnce()
    {
        TypeUse[] uses = [Use("A/One", "A/Two"), Use("A/Two", "A/Three"), Use("A/Three", "A/One"), Use("A/Three", "A/Leaf"), Use("A/Two", "Other"), Use("Other", "A/Two")];
        var circle = FolderCircles.Find(uses, "A").ShouldHaveSingleItem();
        circle.ShouldStartWith("A circle of A/One, A/Three, A/Two:");
        circle.ShouldNotContain("A/Leaf");
    }

    [Fact]
    public void Read_EveryWayToUseAType_IsFound()
    {
        var used = OwnUses.Value.Where(use => use.From.Outermost == nameof(Source<>) && use.To.Outermost == nameof(Targets)).Select(use => use.To.Name.Split('+')[^1]);
        used.Distinct().Order().ShouldBe(typeof(Targets).GetNestedTypes().Select(type => type.Name).Order());
    }

    [Fact]
    public void Read_TypesOfTheCore_HaveTheFolderOfTheirFileWhateverTheirNamespace()
    {
        var folders = TypeUseReader.Read(Repository.Assembly("Vernier")).SelectMany(use => (TypeName[])[use.From, use.To]).ToLookup(type => type.Name, type => type.Folder);
        folders[nameof(MetricRegistry)].ShouldAllBe(folder => folder == "Vernier/Registry");
        // Neither an interface nor an enum has code that points to its file.
        folders[nameof(MetricType)].ShouldAllBe(folder => folder == "Vernier/Definitions");
        folders.Where(type => type.Contains(null)).Select(type => type.Key).Where(name => !name.Contains('<')).ShouldBeEmpty();
    }

    private static TypeUse Use(string from, string to) => new(new(from, "Type"), new(to, "Type"));
}
