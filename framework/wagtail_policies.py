from wagtail.permission_policies import ModelPermissionPolicy


class AddOnlyPermissionPolicy(ModelPermissionPolicy):
    """Rows may be added and looked at; what stands is never edited or deleted."""

    def user_has_permission(self, user, action):
        return action not in {"change", "delete"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
