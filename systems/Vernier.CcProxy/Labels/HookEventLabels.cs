using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Labels;

/// <summary>The label of the events that were dropped.</summary>
internal readonly record struct HookEventLabels([property: Label(Description = "The event.")] HookEvent Event);
