namespace Vernier.CcProxy.Labels;

/// <summary>The label of the failures of hooks.</summary>
internal readonly record struct HookLabels([property: Label(MaxValues = LabelLimits.Hooks, Description = "The hook's name.")] string Hook);
